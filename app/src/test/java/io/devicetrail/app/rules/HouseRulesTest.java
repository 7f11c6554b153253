package io.devicetrail.app.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Execution(value = ExecutionMode.CONCURRENT, reason = "reads classes, and shares nothing")
class HouseRulesTest {
    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // Of other modules, once they are packaged.
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages(Packages.REAL.root());
    private static final JavaClasses VIOLATIONS = new ClassFileImporter().importPackages(Packages.VIOLATIONS.root());

    /** Each rule with the classes that break it, and that it must name. */
    private static final Map<String, List<String>> BREAKERS = Map.ofEntries(
            Map.entry("domain stands alone", List.of("DomainThatUsesSpring")),
            Map.entry("no sideways imports", List.of("SagaThatAsksTheQuerySide")),
            Map.entry(
                    "one injected clock",
                    List.of(
                            "SagaThatReadsTheClock.instant",
                            "SagaThatReadsTheClock.system",
                            "SagaThatReadsTheClock.millis")),
            Map.entry("no sleeping", List.of("SagaThatSleeps.millis", "SagaThatSleeps.duration")),
            Map.entry(
                    "events are revisioned records of a sealed vocabulary",
                    List.of("NoRecord is no record", "NoRevision has no @Revision", "Loose is not nested")),
            Map.entry("aggregates are package-private", List.of("PublicAggregate")),
            Map.entry(
                    "projections are package-private and send nothing",
                    List.of("PublicProjection", "PublicReadModel", "ReadModelThatSends")),
            Map.entry(
                    "what is derived depends on the log alone",
                    List.of("PublicProjection.random", "PublicProjection.lower", "PublicProjection.zone")),
            Map.entry("the audit trail reads the log alone", List.of("AuditThatAsksATable")),
            Map.entry("no old dates", List.of("SagaWithOldDates")),
            Map.entry("no XStream and no Java serialization", List.of("SagaThatDeserializes", "SagaThatUsesXStream")),
            Map.entry("no field injection", List.of("SagaWithInjectedField.clock", "SagaWithInjectedField.setting")));

    static Set<String> rules() {
        return HouseRules.of(Packages.REAL).keySet();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void productionKeepsTheRule(String name) {
        rule(Packages.REAL, name).check(PRODUCTION);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theRuleIsRedWhenItIsBroken(String name) {
        ArchRule rule = rule(Packages.VIOLATIONS, name);

        assertThatThrownBy(() -> rule.check(VIOLATIONS))
                .isInstanceOf(AssertionError.class)
                .message()
                .contains(Objects.requireNonNull(BREAKERS.get(name), name))
                .doesNotContain("Innocent")
                .contains("use ");
    }

    @Test
    void thereAreAtMostTwelveRulesAndEachHasItsBreakers() {
        assertThat(rules()).hasSizeLessThanOrEqualTo(12).isEqualTo(BREAKERS.keySet());
    }

    @ParameterizedTest
    @MethodSource("packages")
    void everyPackageNamedByARuleHoldsAClass(String name) {
        Set<String> found = PRODUCTION.stream()
                .map(type -> type.getPackageName())
                .filter(in -> in.equals(name) || in.startsWith(name + "."))
                .collect(Collectors.toSet());

        assertThat(found).as(name).isNotEmpty();
    }

    static List<String> packages() {
        return Packages.REAL.all();
    }

    private static ArchRule rule(Packages packages, String name) {
        return Objects.requireNonNull(HouseRules.of(packages).get(name), name);
    }
}
