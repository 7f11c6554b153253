package io.devicetrail.commandside.rolloutrun;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.RIVAL;
import static io.devicetrail.commandside.rolloutrun.Runs.ADA;
import static io.devicetrail.commandside.rolloutrun.Runs.CONTENT;
import static io.devicetrail.commandside.rolloutrun.Runs.PLAN;
import static io.devicetrail.commandside.rolloutrun.Runs.PLAN_HASH;
import static io.devicetrail.commandside.rolloutrun.Runs.PLAN_POSITION;
import static io.devicetrail.commandside.rolloutrun.Runs.RUN;
import static io.devicetrail.commandside.rolloutrun.Runs.SEED;
import static io.devicetrail.commandside.rolloutrun.Runs.device;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.commandside.PolicyWorld;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.KnownRolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutRejection.PlanWithdrawn;
import io.devicetrail.domain.rollout.RolloutRejection.RolloutPlanUnknown;
import io.devicetrail.domain.rolloutrun.FrozenCohort;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.CreateRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCohortListed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.CohortEmpty;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.PlanNotAsExpected;
import io.devicetrail.domain.rolloutrun.Stratum;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.shared.RequestRejection.KeyReused;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CreateRolloutTest {
    @Test
    void aRunFreezesItsCohortInTheOrderOfItsOffersInPartsWithAHashOfTheWhole() {
        List<DeviceId> many =
                IntStream.rangeClosed(1, 1_001).mapToObj(Runs::device).toList();
        List<DeviceId> order = FrozenCohort.shuffled(many, SEED);
        Runs.fixture()
                .givenNoPriorActivity()
                .when(create(1, many), ADA)
                .expectEvents(
                        new RolloutCreated(
                                RUN,
                                ACME,
                                PLAN,
                                1,
                                PLAN_HASH,
                                PLAN_POSITION,
                                CONTENT,
                                1_001,
                                FrozenCohort.hash(many),
                                SEED,
                                List.of(501, 500),
                                "ada"),
                        new RolloutCohortListed(RUN, ACME, 1, order.subList(0, 1_000)),
                        new RolloutCohortListed(RUN, ACME, 2, order.subList(1_000, 1_001)));
    }

    /** In the order of the offers, which is not that in which the devices were found. */
    @Test
    void whereThePlanHasWindowsTheTimeZoneOfEachDeviceIsFrozenBesideIt() {
        List<DeviceId> found = List.of(device(1), device(2), device(3), device(4));
        List<String> zones = List.of("Europe/Berlin", "UTC", "Asia/Kathmandu", "Europe/Zurich");
        KnownRolloutPlan windowed = new KnownRolloutPlan(PLAN, ACME, 1, Runs.WINDOWED, false);
        List<String> inOrder = FrozenCohort.shuffled(found, SEED).stream()
                .map(device -> zones.get(found.indexOf(device)))
                .toList();
        assertThat(inOrder).as("the control").isNotEqualTo(zones);
        Runs.fixture(windowed, new PolicyWorld())
                .givenNoPriorActivity()
                .when(new CreateRollout(RUN, ACME, PLAN, 1, found, zones, List.of(), SEED), ADA)
                .expectEvents(
                        created(Runs.WINDOWED, found),
                        new RolloutCohortListed(RUN, ACME, 1, FrozenCohort.shuffled(found, SEED), inOrder));
        Runs.fixture(windowed, new PolicyWorld())
                .givenNoPriorActivity()
                .when(create(1, found), ADA)
                .expectException(MalformedInput.class);
        Runs.fixture()
                .givenNoPriorActivity()
                .when(new CreateRollout(RUN, ACME, PLAN, 1, found, zones, List.of(), SEED), ADA)
                .expectEvents(
                        created(CONTENT, found),
                        new RolloutCohortListed(RUN, ACME, 1, FrozenCohort.shuffled(found, SEED)));
    }

    /** Two and two, one of each in each wave, whatever the seed would have shuffled. */
    @Test
    void whereThePlanSpreadsItsCohortTheKindOfEachDeviceIsFrozenBesideIt() {
        List<DeviceId> found = List.of(device(1), device(2), device(3), device(4));
        List<Stratum> strata = Stream.of("A", "A", "B", "B")
                .map(revision -> new Stratum(null, null, revision))
                .toList();
        List<DeviceId> order = FrozenCohort.shuffled(found, strata, SEED);
        List<Stratum> inOrder =
                order.stream().map(device -> strata.get(found.indexOf(device))).toList();
        assertThat(inOrder.subList(0, 2)).doesNotHaveDuplicates();
        assertThat(inOrder).as("the control").isNotEqualTo(strata);
        KnownRolloutPlan spread = new KnownRolloutPlan(PLAN, ACME, 1, Runs.SPREAD, false);
        Runs.fixture(spread, new PolicyWorld())
                .givenNoPriorActivity()
                .when(new CreateRollout(RUN, ACME, PLAN, 1, found, List.of(), strata, SEED), ADA)
                .expectEvents(
                        created(Runs.SPREAD, found), new RolloutCohortListed(RUN, ACME, 1, order, List.of(), inOrder));
        Runs.fixture(spread, new PolicyWorld())
                .givenNoPriorActivity()
                .when(create(1, found), ADA)
                .expectException(MalformedInput.class);
        Runs.fixture()
                .givenNoPriorActivity()
                .when(new CreateRollout(RUN, ACME, PLAN, 1, found, List.of(), strata, SEED), ADA)
                .expectEvents(
                        created(CONTENT, found),
                        new RolloutCohortListed(RUN, ACME, 1, FrozenCohort.shuffled(found, SEED)));
    }

    @Test
    void strataAreBesideDevicesAndOfABoundedNumber() {
        List<DeviceId> many = IntStream.rangeClosed(0, FrozenCohort.MOST_STRATA)
                .mapToObj(Runs::device)
                .toList();
        List<Stratum> strata = IntStream.rangeClosed(0, FrozenCohort.MOST_STRATA)
                .mapToObj(number -> new Stratum(null, number, null))
                .toList();
        assertThatThrownBy(() -> new CreateRollout(RUN, ACME, PLAN, 1, many, List.of(), strata, SEED))
                .isInstanceOf(MalformedInput.class);
        assertThatThrownBy(() -> new CreateRollout(RUN, ACME, PLAN, 1, many, List.of(), strata.subList(0, 1), SEED))
                .isInstanceOf(MalformedInput.class);
    }

    private static RolloutCreated created(RolloutPlan content, List<DeviceId> found) {
        return new RolloutCreated(
                RUN,
                ACME,
                PLAN,
                1,
                PLAN_HASH,
                PLAN_POSITION,
                content,
                found.size(),
                FrozenCohort.hash(found),
                SEED,
                List.of(2, 2),
                "ada");
    }

    @Test
    void zonesAreBesideDevicesAndOfABoundedNumber() {
        List<DeviceId> many = IntStream.rangeClosed(0, FrozenCohort.MOST_ZONES)
                .mapToObj(Runs::device)
                .toList();
        List<String> zones =
                many.stream().map(device -> "Etc/" + many.indexOf(device)).toList();
        assertThatThrownBy(() -> new CreateRollout(RUN, ACME, PLAN, 1, many, zones, List.of(), SEED))
                .isInstanceOf(MalformedInput.class);
        assertThatThrownBy(() -> new CreateRollout(RUN, ACME, PLAN, 1, many, List.of("UTC"), List.of(), SEED))
                .isInstanceOf(MalformedInput.class);
    }

    @Test
    void theSameRequestAgainIsNoSecondRunWhateverTheSearchFindsNow() {
        Runs.fixture()
                .given(Runs.created())
                .when(create(1, List.of(device(9))), ADA)
                .expectNoEvents();
        Runs.fixture()
                .given(Runs.created())
                .when(create(2, List.of(device(1))), ADA)
                .expectExceptionDetails(new KeyReused());
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void isRefused(@Nullable KnownRolloutPlan plan, CreateRollout command, Rejection why) {
        Runs.fixture(plan, new PolicyWorld())
                .givenNoPriorActivity()
                .when(command, ADA)
                .expectExceptionDetails(why)
                .expectNoEvents();
    }

    static Stream<Arguments> refusals() {
        List<DeviceId> devices = List.of(device(1));
        return Stream.of(
                Arguments.of(null, create(1, devices), new RolloutPlanUnknown(PLAN)),
                Arguments.of(
                        new KnownRolloutPlan(PLAN, RIVAL, 1, CONTENT, false),
                        create(1, devices),
                        new RolloutPlanUnknown(PLAN)),
                Arguments.of(
                        new KnownRolloutPlan(PLAN, ACME, 1, CONTENT, true), create(1, devices), new PlanWithdrawn()),
                Arguments.of(
                        new KnownRolloutPlan(PLAN, ACME, 3, CONTENT, false),
                        create(2, devices),
                        new PlanNotAsExpected(2, 3)),
                Arguments.of(Runs.plan(), create(1, List.of()), new CohortEmpty()));
    }

    @Test
    void aDeviceIsNamedOnceAndACohortIsBounded() {
        assertThatThrownBy(() -> create(1, List.of(device(1), device(1)))).isInstanceOf(MalformedInput.class);
        List<DeviceId> tooMany = IntStream.rangeClosed(0, FrozenCohort.MOST_DEVICES)
                .mapToObj(Runs::device)
                .toList();
        assertThatThrownBy(() -> create(1, tooMany)).isInstanceOf(MalformedInput.class);
    }

    private static CreateRollout create(int revision, List<DeviceId> devices) {
        return new CreateRollout(RUN, ACME, PLAN, revision, devices, SEED);
    }
}
