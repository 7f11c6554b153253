package io.devicetrail.domain.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.Requirement;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.rollout.RolloutCommand.DraftRolloutPlan;
import io.devicetrail.domain.rollout.RolloutCommand.ReviseRolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Each bound from both of its sides. */
@Requirement("Annex 11 s.6")
class RolloutPlanTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final SiteId BASEL = new SiteId(new UUID(0, 1));
    private static final SiteId BERN = new SiteId(new UUID(0, 2));
    private static final String SHA = "0123456789abcdef".repeat(4);
    private static final RolloutPlan PLAN = new RolloutPlan(
            "Pumps",
            new Release("firmware", "2.1", SHA, 1),
            DeviceModelId.of(ACME, "Flow AG", "P100"),
            List.of(1),
            new Cohort(List.of(), List.of(), new TreeMap<>()),
            List.of(new Wave(100, 0)),
            new StopThresholds(0, null),
            1,
            false);

    private static final MaintenanceWindow MORNING =
            MaintenanceWindow.of("tue from 05:00 for 60 min, offers for 60 min");
    private static final MaintenanceWindow NIGHT = MaintenanceWindow.of("mon from 22:00 for 60 min, offers for 60 min");

    static Stream<RolloutPlan> sound() {
        return Stream.of(
                PLAN,
                title("x".repeat(Shape.LONGEST_TEXT)),
                release("firmware", "2.1", SHA, Release.LARGEST),
                versions(numbers(RolloutPlan.MOST_NAMED)),
                versions(List.of(Integer.MAX_VALUE)),
                cohort(List.of(BASEL, BERN), List.of("A"), Map.of("line", "1")),
                with(cohort(List.of(BASEL), List.of("A"), Map.of("line", "1")), numbers(RolloutPlan.MOST_NAMED - 3)),
                with(spread(DeviceTrait.values()), numbers(RolloutPlan.MOST_NAMED - 3)),
                waves(IntStream.rangeClosed(1, RolloutPlan.MOST_WAVES)
                        .mapToObj(i -> new Wave(i * 5, i == 1 ? Wave.LONGEST_SOAK_MINUTES : 0))
                        .toList()),
                waves(List.of(new Wave(1, 1), new Wave(2, 0), new Wave(100, 0))),
                waves(List.of(
                        new Wave(null, 1, 1, 100, Integer.MAX_VALUE, 1),
                        new Wave(2, 0),
                        new Wave(null, Integer.MAX_VALUE, 0, 0, 0, 100),
                        new Wave(100, 0))),
                with(waves(List.of(new Wave(100, null, 0, 0, 0, 100))), numbers(RolloutPlan.MOST_NAMED - 3)),
                stop(100, null),
                stop(null, 0),
                stop(50, Integer.MAX_VALUE),
                recent(new RecentFailures(1, null, 0)),
                recent(new RecentFailures(RecentFailures.MOST_DEVICES, 99, RecentFailures.MOST_DEVICES - 1)),
                with(recent(new RecentFailures(100, 0, 0)), numbers(RolloutPlan.MOST_NAMED - 3)),
                with(
                        waves(List.of(new Wave(100, null, 0, null, null, null, new RecentFailures(100, 5, null)))),
                        numbers(RolloutPlan.MOST_NAMED - 2)),
                offers(RolloutPlan.MOST_OFFERS_PER_MINUTE),
                PLAN.within(windows(RolloutPlan.MOST_WINDOWS)),
                PLAN.requiring(new Prerequisites(1, List.of("1.2.3.4-rc.1", "2"))),
                PLAN.requiring(new Prerequisites(100, versionTexts(Prerequisites.MOST_VERSIONS))),
                with(PLAN.within(windows(2)), numbers(RolloutPlan.MOST_NAMED - 2)));
    }

    @ParameterizedTest
    @MethodSource
    void sound(RolloutPlan plan) {
        assertThat(plan.checked()).isEqualTo(plan);
        assertThat(new DraftRolloutPlan(id(), ACME, plan).content()).isEqualTo(plan);
        assertThat(new ReviseRolloutPlan(id(), 1, plan).content()).isEqualTo(plan);
    }

    static Stream<Arguments> unsound() {
        RolloutPlan choosing = cohort(List.of(BASEL), List.of("A"), Map.of("line", "1"));
        return Stream.of(
                Arguments.of(title(" "), "title"),
                Arguments.of(title("x".repeat(Shape.LONGEST_TEXT + 1)), "title"),
                Arguments.of(title("pum\u202eps"), "title"),
                Arguments.of(release("", "2.1", SHA, 1), "release.name"),
                Arguments.of(release("firm\u0007ware", "2.1", SHA, 1), "release.name"),
                Arguments.of(release("firmware", " ", SHA, 1), "release.version"),
                Arguments.of(release("firmware", "2.1", SHA.substring(1), 1), "release.sha256"),
                Arguments.of(release("firmware", "2.1", SHA + "0", 1), "release.sha256"),
                Arguments.of(release("firmware", "2.1", SHA.toUpperCase(Locale.ROOT), 1), "release.sha256"),
                Arguments.of(release("firmware", "2.1", SHA, 0), "release.size"),
                Arguments.of(release("firmware", "2.1", SHA, Release.LARGEST + 1), "release.size"),
                Arguments.of(versions(List.of()), "modelVersions"),
                Arguments.of(versions(List.of(0)), "modelVersions"),
                Arguments.of(versions(List.of(1, 2, 1)), "modelVersions"),
                Arguments.of(versions(numbers(RolloutPlan.MOST_NAMED + 1)), "cohort"),
                Arguments.of(with(choosing, numbers(RolloutPlan.MOST_NAMED - 2)), "cohort"),
                Arguments.of(cohort(List.of(BASEL, BASEL), List.of(), Map.of()), "cohort.sites"),
                Arguments.of(cohort(List.of(), List.of(" "), Map.of()), "cohort.hardwareRevisions"),
                Arguments.of(cohort(List.of(), List.of("A", " A"), Map.of()), "cohort.hardwareRevisions"),
                Arguments.of(cohort(List.of(), List.of(), Map.of(" ", "1")), "cohort.tags"),
                Arguments.of(cohort(List.of(), List.of(), Map.of("line", "\u200b")), "cohort.tags"),
                Arguments.of(cohort(List.of(), List.of(), Map.of("line", "1", "line ", "2")), "cohort.tags"),
                Arguments.of(spread(DeviceTrait.SITE, DeviceTrait.SITE), "cohort.spreadOver"),
                Arguments.of(with(spread(DeviceTrait.SITE), numbers(RolloutPlan.MOST_NAMED)), "cohort"),
                Arguments.of(waves(List.of()), "waves"),
                Arguments.of(
                        waves(IntStream.rangeClosed(1, RolloutPlan.MOST_WAVES + 1)
                                .mapToObj(i -> new Wave(i, 0))
                                .toList()),
                        "waves"),
                Arguments.of(waves(List.of(new Wave(0, 0), new Wave(100, 0))), "waves.percent"),
                Arguments.of(waves(List.of(new Wave(101, 0))), "waves.percent"),
                Arguments.of(waves(List.of(new Wave(99, 0))), "waves.percent"),
                Arguments.of(waves(List.of(new Wave(50, 0), new Wave(50, 0), new Wave(100, 0))), "waves.percent"),
                Arguments.of(waves(List.of(new Wave(50, 0), new Wave(40, 0), new Wave(100, 0))), "waves.percent"),
                Arguments.of(waves(List.of(new Wave(null, null, 0, null, null, null), new Wave(100, 0))), "waves"),
                Arguments.of(waves(List.of(new Wave(100, 1, 0, null, null, null))), "waves"),
                Arguments.of(waves(List.of(wave(0, null, null, null), new Wave(100, 0))), "waves.devices"),
                Arguments.of(
                        waves(List.of(wave(7, null, null, null), wave(7, null, null, null), new Wave(100, 0))),
                        "waves.devices"),
                Arguments.of(waves(List.of(new Wave(50, 0), wave(7, null, null, null))), "waves.percent"),
                Arguments.of(waves(List.of(wave(7, -1, null, null), new Wave(100, 0))), "waves.mostFailedPercent"),
                Arguments.of(waves(List.of(wave(7, 101, null, null), new Wave(100, 0))), "waves.mostFailedPercent"),
                Arguments.of(waves(List.of(wave(7, null, -1, null), new Wave(100, 0))), "waves.mostFailedDevices"),
                Arguments.of(waves(List.of(wave(7, null, null, 0), new Wave(100, 0))), "waves.leastVerifiedPercent"),
                Arguments.of(waves(List.of(wave(7, null, null, 101), new Wave(100, 0))), "waves.leastVerifiedPercent"),
                Arguments.of(
                        with(waves(List.of(new Wave(100, null, 0, 0, 0, 100))), numbers(RolloutPlan.MOST_NAMED - 2)),
                        "cohort"),
                Arguments.of(waves(List.of(new Wave(100, -1))), "waves.soakMinutes"),
                Arguments.of(waves(List.of(new Wave(100, Wave.LONGEST_SOAK_MINUTES + 1))), "waves.soakMinutes"),
                Arguments.of(stop(null, null), "stop"),
                Arguments.of(recent(new RecentFailures(10, null, null)), "stop.recent"),
                Arguments.of(recent(new RecentFailures(0, 5, null)), "stop.recent.lastDevices"),
                Arguments.of(
                        recent(new RecentFailures(RecentFailures.MOST_DEVICES + 1, 5, null)),
                        "stop.recent.lastDevices"),
                Arguments.of(recent(new RecentFailures(10, -1, null)), "stop.recent.mostFailedPercent"),
                Arguments.of(recent(new RecentFailures(10, 100, null)), "stop.recent.mostFailedPercent"),
                Arguments.of(recent(new RecentFailures(10, null, -1)), "stop.recent.mostFailedDevices"),
                Arguments.of(recent(new RecentFailures(10, null, 10)), "stop.recent.mostFailedDevices"),
                Arguments.of(
                        waves(List.of(new Wave(100, null, 0, null, null, null, new RecentFailures(10, null, 10)))),
                        "waves.recent.mostFailedDevices"),
                Arguments.of(
                        with(recent(new RecentFailures(100, 0, 0)), numbers(RolloutPlan.MOST_NAMED - 2)), "cohort"),
                Arguments.of(
                        with(
                                waves(List.of(
                                        new Wave(100, null, 0, null, null, null, new RecentFailures(100, 5, null)))),
                                numbers(RolloutPlan.MOST_NAMED - 1)),
                        "cohort"),
                Arguments.of(stop(-1, null), "stop.mostFailedPercent"),
                Arguments.of(stop(101, null), "stop.mostFailedPercent"),
                Arguments.of(stop(null, -1), "stop.mostFailedDevices"),
                Arguments.of(PLAN.within(windows(RolloutPlan.MOST_WINDOWS + 1)), "windows"),
                Arguments.of(PLAN.within(List.of(NIGHT, NIGHT)), "windows"),
                Arguments.of(
                        PLAN.within(List.of(MaintenanceWindow.of("mon from 22:00 for 0 min, offers for 1 min"))),
                        "windows.minutes"),
                Arguments.of(with(PLAN.within(windows(2)), numbers(RolloutPlan.MOST_NAMED - 1)), "cohort"),
                Arguments.of(requiring(0), "prerequisites.leastBatteryPercent"),
                Arguments.of(requiring(101), "prerequisites.leastBatteryPercent"),
                Arguments.of(requiring(null, "2.0", "2.0"), "prerequisites.fromVersions"),
                Arguments.of(requiring(null, "two"), "prerequisites.fromVersions"),
                Arguments.of(requiring(null, "1.2.3.4.5"), "prerequisites.fromVersions"),
                Arguments.of(
                        PLAN.requiring(new Prerequisites(null, versionTexts(Prerequisites.MOST_VERSIONS + 1))),
                        "prerequisites.fromVersions"),
                Arguments.of(with(requiring(null, "2.0"), numbers(RolloutPlan.MOST_NAMED)), "cohort"),
                Arguments.of(offers(0), "offersPerMinute"),
                Arguments.of(offers(RolloutPlan.MOST_OFFERS_PER_MINUTE + 1), "offersPerMinute"));
    }

    @ParameterizedTest
    @MethodSource
    void unsound(RolloutPlan plan, String field) {
        assertThatThrownBy(plan::checked)
                .isInstanceOfSatisfying(
                        MalformedInput.class, e -> assertThat(e.field()).isEqualTo(field));
        assertThatThrownBy(() -> new DraftRolloutPlan(id(), ACME, plan)).isInstanceOf(MalformedInput.class);
        assertThatThrownBy(() -> new ReviseRolloutPlan(id(), 1, plan)).isInstanceOf(MalformedInput.class);
    }

    /** Not only that it does not grow, or does not end where it should. */
    @Test
    void aShareThatIsNoneIsSaidToBe() {
        for (int percent : new int[] {0, 101}) {
            assertThatThrownBy(waves(List.of(new Wave(percent, 0), new Wave(100, 0)))::checked)
                    .hasMessage("waves.percent must be between 1 and 100");
        }
    }

    @Test
    void aRevisionIsOfOneThatThereCanBe() {
        assertThatThrownBy(() -> new ReviseRolloutPlan(id(), 0, PLAN))
                .isInstanceOfSatisfying(
                        MalformedInput.class, e -> assertThat(e.field()).isEqualTo("expectedRevision"));
    }

    /** What differs in the order of names or in blanks alone says the same, and is stored as one. */
    @Test
    void equalPlansAreWrittenInOneForm() {
        RolloutPlan one = with(cohort(List.of(BASEL, BERN), List.of("B", " A"), Map.of(" line", "1 ")), List.of(2, 1));
        RolloutPlan other = with(cohort(List.of(BERN, BASEL), List.of("A ", "B"), Map.of("line", "1")), List.of(1, 2));
        assertThat(one.checked()).isEqualTo(other.checked());
        assertThat(one.checked().modelVersions()).containsExactly(1, 2);
        assertThat(one.checked().cohort().hardwareRevisions()).containsExactly("A", "B");
        assertThat(title(" Pumps ").checked()).isEqualTo(PLAN);
        assertThat(spread(DeviceTrait.HARDWARE_REVISION, DeviceTrait.SITE).checked())
                .isEqualTo(spread(DeviceTrait.SITE, DeviceTrait.HARDWARE_REVISION));
        assertThat(PLAN.within(List.of(MORNING, NIGHT)).checked())
                .isEqualTo(PLAN.within(List.of(NIGHT, MORNING)).checked());
    }

    /** Bounds may become narrower: what was stored once is still read. */
    @Test
    void anEventTakesWhatNoCommandWould() {
        RolloutPlan former = waves(List.of());
        assertThat(new RolloutEvent.RolloutPlanDrafted(id(), ACME, former).content())
                .isEqualTo(former);
    }

    @Test
    void onePersonsKeyNamesOnePlan() {
        assertThat(RolloutPlanId.of(ACME, "ada", "1")).isEqualTo(RolloutPlanId.of(ACME, "ada", "1"));
        assertThat(RolloutPlanId.of(ACME, "ada", "1"))
                .isNotEqualTo(RolloutPlanId.of(ACME, "ben", "1"))
                .isNotEqualTo(RolloutPlanId.of(new TenantId("rival"), "ada", "1"));
    }

    private static RolloutPlanId id() {
        return RolloutPlanId.of(ACME, "ada", "1");
    }

    private static List<Integer> numbers(int count) {
        return IntStream.rangeClosed(1, count).boxed().toList();
    }

    private static RolloutPlan title(String title) {
        return new RolloutPlan(
                title,
                PLAN.release(),
                PLAN.model(),
                PLAN.modelVersions(),
                PLAN.cohort(),
                PLAN.waves(),
                PLAN.stop(),
                PLAN.offersPerMinute(),
                false);
    }

    private static RolloutPlan release(String name, String version, String sha256, long size) {
        return new RolloutPlan(
                PLAN.title(),
                new Release(name, version, sha256, size),
                PLAN.model(),
                PLAN.modelVersions(),
                PLAN.cohort(),
                PLAN.waves(),
                PLAN.stop(),
                PLAN.offersPerMinute(),
                false);
    }

    private static RolloutPlan versions(List<Integer> versions) {
        return with(PLAN, versions);
    }

    private static RolloutPlan requiring(@Nullable Integer battery, String... versions) {
        return PLAN.requiring(new Prerequisites(battery, List.of(versions)));
    }

    private static List<String> versionTexts(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> "1." + (10 + number))
                .toList();
    }

    private static Wave wave(
            int devices,
            @Nullable Integer mostFailedPercent,
            @Nullable Integer mostFailedDevices,
            @Nullable Integer leastVerifiedPercent) {
        return new Wave(null, devices, 0, mostFailedPercent, mostFailedDevices, leastVerifiedPercent);
    }

    /** A plain wave is in the log as it was before waves could say more. */
    @Test
    void whatAWaveDoesNotSayIsNotStored() {
        JsonMapper json = JsonMapper.builder().build();
        assertThat(json.writeValueAsString(new Wave(10, 60))).isEqualTo("{\"percent\":10,\"soakMinutes\":60}");
        Wave full = new Wave(null, 7, 60, 5, 3, 95);
        String stored = "{\"devices\":7,\"soakMinutes\":60,\"mostFailedPercent\":5,\"mostFailedDevices\":3,"
                + "\"leastVerifiedPercent\":95}";
        assertThat(json.writeValueAsString(full)).isEqualTo(stored);
        assertThat(json.readValue(stored, Wave.class)).isEqualTo(full);
        assertThat(full)
                .hasToString("7 devices then 60 min, at most 5 % failed, at most 3 failed, at least 95 % verified");
        assertThat(new Wave(10, 60)).hasToString("10 % then 60 min");
        Wave recent = new Wave(10, null, 60, null, null, null, new RecentFailures(50, 10, 4));
        String kept = "{\"percent\":10,\"soakMinutes\":60,\"recent\":{\"lastDevices\":50,\"mostFailedPercent\":10,"
                + "\"mostFailedDevices\":4}}";
        assertThat(json.writeValueAsString(recent)).isEqualTo(kept);
        assertThat(json.readValue(kept, Wave.class)).isEqualTo(recent);
        assertThat(recent).hasToString("10 % then 60 min, of the last 50 at most 10 % failed and at most 4 failed");
    }

    /** As it was before the last devices could be looked at by themselves. */
    @Test
    void whatAPlanDoesNotSayOfTheLastDevicesIsNotStored() {
        JsonMapper json = JsonMapper.builder().build();
        assertThat(json.writeValueAsString(new StopThresholds(5, null)))
                .isEqualTo("{\"mostFailedPercent\":5,\"mostFailedDevices\":null}");
        StopThresholds full = new StopThresholds(null, 3, new RecentFailures(50, 10, null));
        String stored = "{\"mostFailedPercent\":null,\"mostFailedDevices\":3,"
                + "\"recent\":{\"lastDevices\":50,\"mostFailedPercent\":10}}";
        assertThat(json.writeValueAsString(full)).isEqualTo(stored);
        assertThat(json.readValue(stored, StopThresholds.class)).isEqualTo(full);
    }

    private static RolloutPlan recent(RecentFailures recent) {
        return new RolloutPlan(
                PLAN.title(),
                PLAN.release(),
                PLAN.model(),
                PLAN.modelVersions(),
                PLAN.cohort(),
                PLAN.waves(),
                new StopThresholds(0, null, recent),
                PLAN.offersPerMinute(),
                false);
    }

    /** A cohort that is spread over nothing is in the log as it was before one could be. */
    @Test
    void whatACohortIsNotSpreadOverIsNotStored() {
        JsonMapper json = JsonMapper.builder().build();
        String plain = "{\"sites\":[],\"hardwareRevisions\":[],\"tags\":{}}";
        assertThat(json.writeValueAsString(PLAN.cohort())).isEqualTo(plain);
        assertThat(json.readValue(plain, Cohort.class)).isEqualTo(PLAN.cohort());
        Cohort spread = spread(DeviceTrait.SITE, DeviceTrait.HARDWARE_REVISION).cohort();
        String stored = "{\"sites\":[],\"hardwareRevisions\":[],\"tags\":{},"
                + "\"spreadOver\":[\"SITE\",\"HARDWARE_REVISION\"]}";
        assertThat(json.writeValueAsString(spread)).isEqualTo(stored);
        assertThat(json.readValue(stored, Cohort.class)).isEqualTo(spread);
    }

    private static RolloutPlan spread(DeviceTrait... traits) {
        return new RolloutPlan(
                PLAN.title(),
                PLAN.release(),
                PLAN.model(),
                PLAN.modelVersions(),
                new Cohort(List.of(), List.of(), new TreeMap<>(), List.of(traits)),
                PLAN.waves(),
                PLAN.stop(),
                PLAN.offersPerMinute(),
                false);
    }

    private static List<MaintenanceWindow> windows(int count) {
        return IntStream.range(0, count)
                .mapToObj(hour -> new MaintenanceWindow(List.of(DayOfWeek.MONDAY), LocalTime.of(hour, 30), 60, 30))
                .toList();
    }

    private static RolloutPlan with(RolloutPlan plan, List<Integer> versions) {
        return new RolloutPlan(
                plan.title(),
                plan.release(),
                plan.model(),
                List.copyOf(versions),
                plan.cohort(),
                plan.waves(),
                plan.stop(),
                plan.offersPerMinute(),
                false,
                plan.windows(),
                plan.prerequisites());
    }

    private static RolloutPlan cohort(List<SiteId> sites, List<String> hardware, Map<String, String> tags) {
        return new RolloutPlan(
                PLAN.title(),
                PLAN.release(),
                PLAN.model(),
                PLAN.modelVersions(),
                new Cohort(sites, hardware, new TreeMap<>(tags)),
                PLAN.waves(),
                PLAN.stop(),
                PLAN.offersPerMinute(),
                false);
    }

    private static RolloutPlan waves(List<Wave> waves) {
        return new RolloutPlan(
                PLAN.title(),
                PLAN.release(),
                PLAN.model(),
                PLAN.modelVersions(),
                PLAN.cohort(),
                waves,
                PLAN.stop(),
                PLAN.offersPerMinute(),
                false);
    }

    private static RolloutPlan stop(@Nullable Integer percent, @Nullable Integer devices) {
        return new RolloutPlan(
                PLAN.title(),
                PLAN.release(),
                PLAN.model(),
                PLAN.modelVersions(),
                PLAN.cohort(),
                PLAN.waves(),
                new StopThresholds(percent, devices),
                PLAN.offersPerMinute(),
                false);
    }

    private static RolloutPlan offers(int perMinute) {
        return new RolloutPlan(
                PLAN.title(),
                PLAN.release(),
                PLAN.model(),
                PLAN.modelVersions(),
                PLAN.cohort(),
                PLAN.waves(),
                PLAN.stop(),
                perMinute,
                false);
    }
}
