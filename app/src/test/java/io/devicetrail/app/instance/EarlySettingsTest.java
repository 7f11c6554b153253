package io.devicetrail.app.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.app.embedded.Progress;
import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.embedded.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator set by mistake is told before anything is started, and by its name. */
class EarlySettingsTest {
    private static final Pattern NAME =
            Pattern.compile("(devicetrail\\.(?:sign-in|sign|limits|alerts|graphql)\\.[a-z-]+)[`:}]");

    @TempDir
    private Path home;

    @Test
    void whatTheDocumentsShowIsTaken() {
        String plant = "devicetrail.sign-in.issuers.plant.";
        assertThatCode(() -> check(
                        Map.of(
                                plant + "address",
                                "https://login.plant.example/realms/plant",
                                plant + "roles-claim",
                                "groups",
                                plant + "roles[/basel/engineers]",
                                "site-engineer@acme/basel",
                                plant + "roles.Devices.Operate",
                                "operator@acme",
                                plant + "client-id",
                                "devicetrail",
                                plant + "step-up.acr-values[0]",
                                "2",
                                "devicetrail.sign-in.first-administrator.issuer",
                                "plant",
                                "devicetrail.sign-in.first-administrator.subject",
                                "4711",
                                "devicetrail.sign-in.lockFor",
                                "20m",
                                "devicetrail.graphql.longest-request",
                                "3s"),
                        Map.of("DEVICETRAIL_SIGNIN_MAXAGE", "90d", "DEVICETRAIL_SIGN_IDLE", "2m")))
                .doesNotThrowAnyException();
        assertThatCode(() -> check(TestInstance.settings(), Map.of())).doesNotThrowAnyException();
    }

    @Test
    void anIssuerWithoutAnAddressIsNamedBeforeAnythingIsStarted() {
        Map<String, String> set = Map.of("devicetrail.sign-in.issuers.plant.audience", "plant");
        assertThatThrownBy(() -> Instance.start(Settings.load(home, set), Progress.SILENT))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("devicetrail.sign-in.issuers.plant.address is missing");
        assertThat(home).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "devicetrail.sign-in.lock-for, abc",
        "devicetrail.sign-in.max-failures, many",
        "devicetrail.sign-in.issuers.plant.register, perhaps",
        "devicetrail.sign.idle, soon",
        "devicetrail.limits.burst, 1 parsec"
    })
    void aValueOfTheWrongKindIsNamed(String setting, String value) {
        assertThatThrownBy(() -> check(
                        Map.of(setting, value, "devicetrail.sign-in.issuers.plant.address", "https://p"), Map.of()))
                .isInstanceOf(StartFailure.class)
                .hasMessage("Setting " + setting + " cannot be '" + value + "'");
    }

    @Test
    void aValueOutOfItsRangeIsToldInTheWordsOfWhoReadsIt() {
        assertThatThrownBy(() -> check(Map.of("devicetrail.sign-in.lock-for", "1s"), Map.of()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("devicetrail.sign-in.lock-for must be between");
    }

    @ParameterizedTest
    @CsvSource({
        "devicetrail.sign-in.max-failure, devicetrail.sign-in.max-failures",
        "devicetrail.sign-in.issuers.plant.role-claim, devicetrail.sign-in.issuers.plant.roles-claim",
        "devicetrail.sign-in.issuers.plant.step-up.acr-value, devicetrail.sign-in.issuers.plant.step-up.acr-values",
        "devicetrail.sign.idel, devicetrail.sign.idle",
        "devicetrail.limits.request-per-minute, devicetrail.limits.requests-per-minute",
        "devicetrail.alerts.web-hooks, devicetrail.alerts.webhook",
        "devicetrail.graphql.allowlists, devicetrail.graphql.allow-list"
    })
    void aNameThatNobodyReadsIsRefusedWithTheNearest(String misspelt, String nearest) {
        assertThatThrownBy(() -> check(
                        Map.of(misspelt, "1", "devicetrail.sign-in.issuers.plant.address", "https://p"), Map.of()))
                .isInstanceOfSatisfying(
                        StartFailure.class,
                        told -> assertThat(told.line())
                                .contains("There is no setting " + misspelt, "nearest name is " + nearest + ";"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEVICETRAIL_SIGNIN_MAXFAILURE", "DEVICETRAIL_SIGN_IN_MAX_FAILURE"})
    void soIsAVariableOfTheEnvironment(String misspelt) {
        check(Map.of(), Map.of(misspelt + "S", "5"));
        assertThatThrownBy(() -> check(Map.of(), Map.of(misspelt, "5")))
                .isInstanceOfSatisfying(
                        StartFailure.class,
                        told -> assertThat(told.line())
                                .contains(misspelt, "nearest name is devicetrail.sign-in.max-failures;"));
    }

    @Test
    void soIsALineOfTheFileInTheHome() throws IOException {
        Files.writeString(home.resolve(Settings.FILE), "devicetrail.limits.at-onc=7\n");
        assertThatThrownBy(() -> check(Map.of(), Map.of()))
                .isInstanceOf(StartFailure.class)
                .hasMessage("There is no setting devicetrail.limits.at-onc");
    }

    /** Which are read one by one stands in a list, which would be forgotten. */
    @Test
    void whatIsReadOneByOneAndWhatTheDocumentsNameIsKnown() throws IOException {
        Set<String> single = new TreeSet<>();
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path sources : modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                single.addAll(named(sources, "@Value(\"${"));
            }
        }
        assertThat(single).isEqualTo(new TreeSet<>(EarlySettings.SINGLE));
        Set<String> known = EarlySettings.known(Settings.load(home, Map.of())).stream()
                .map(Object::toString)
                .collect(Collectors.toSet());
        for (String document : List.of("operating.md", "security.md")) {
            Set<String> told = named(Path.of("..", "docs", document), "");
            assertThat(told).as("the control").isNotEmpty();
            assertThat(known).containsAll(told);
        }
    }

    /** The names in lines that hold the text. */
    private static Set<String> named(Path root, String text) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                for (String line : Files.readAllLines(file)) {
                    Matcher name = NAME.matcher(line);
                    while (line.contains(text) && name.find()) {
                        names.add(name.group(1));
                    }
                }
            }
        }
        return names;
    }

    private void check(Map<String, String> set, Map<String, String> variables) {
        EarlySettings.check(Settings.load(home, set), variables);
    }
}
