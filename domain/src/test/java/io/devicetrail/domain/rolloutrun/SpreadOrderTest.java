package io.devicetrail.domain.rolloutrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.DeviceTrait;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCohortListed;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Cohorts that are spread over their waves, a thousand of them by chance. */
class SpreadOrderTest {
    private static final int COHORTS = 1_000;
    private static final long SEED = Long.getLong("spread.seed", 4711L);
    private static final TenantId ACME = new TenantId("acme");

    private record Found(List<DeviceId> devices, List<Stratum> strata, List<Wave> waves, String seed) {
        Map<DeviceId, Stratum> byDevice() {
            Map<DeviceId, Stratum> by = new HashMap<>();
            IntStream.range(0, devices.size()).forEach(place -> by.put(devices.get(place), strata.get(place)));
            return by;
        }

        /** The same, in another order. */
        Found inAnotherOrder(Random random) {
            List<DeviceId> others = new ArrayList<>(devices);
            Collections.shuffle(others, random);
            return new Found(others, others.stream().map(byDevice()::get).toList(), waves, seed);
        }

        List<DeviceId> order() {
            return FrozenCohort.shuffled(devices, strata, seed);
        }
    }

    /** By whole numbers: of so many devices of all, so many are its. */
    @Test
    void whereverAWaveEndsEachStratumHasItsShareToWithinOneDevice() {
        each((found, random) -> {
            Map<Stratum, Integer> sizes = counts(found.strata());
            Map<DeviceId, Stratum> by = found.byDevice();
            Map<Stratum, Integer> so = new HashMap<>();
            List<DeviceId> order = found.order();
            for (int end = 1; end <= order.size(); end++) {
                so.merge(by.get(order.get(end - 1)), 1, Integer::sum);
                for (Map.Entry<Stratum, Integer> size : sizes.entrySet()) {
                    long off = (long) so.getOrDefault(size.getKey(), 0) * order.size() - (long) end * size.getValue();
                    assertThat(Math.abs(off))
                            .as("%s of the first %d", size.getKey(), end)
                            .isLessThan(order.size());
                }
            }
        });
    }

    @Test
    void eachDeviceHasOneTurnAndItIsTheSameInWhateverOrderTheSearchFoundThem() {
        each((found, random) -> {
            assertThat(found.order())
                    .containsExactlyInAnyOrderElementsOf(found.devices())
                    .isEqualTo(found.inAnotherOrder(random).order());
        });
    }

    /** Which of a stratum come first is the seed's to say, as of a cohort that is not spread. */
    @Test
    void withinAStratumTheOrderIsTheSeeds() {
        each((found, random) -> {
            Map<DeviceId, Stratum> by = found.byDevice();
            List<DeviceId> order = found.order();
            List<DeviceId> plain = FrozenCohort.shuffled(found.devices(), found.seed());
            for (Stratum stratum : counts(found.strata()).keySet()) {
                assertThat(order.stream().filter(device -> stratum.equals(by.get(device))))
                        .containsExactlyElementsOf(plain.stream()
                                .filter(device -> stratum.equals(by.get(device)))
                                .toList());
            }
        });
    }

    /** What a preview shows before there is a seed is what the run has, and comes to the waves that it would have anyhow. */
    @Test
    void howManyOfAStratumAWaveHasIsKnownBeforeTheSeed() {
        each((found, random) -> {
            Map<Stratum, List<Integer>> told =
                    FrozenCohort.wavesOfStrata(found.devices(), found.strata(), found.waves());
            List<Integer> sizes = FrozenCohort.waves(found.devices().size(), found.waves());
            Map<DeviceId, Stratum> by = found.byDevice();
            List<DeviceId> order = found.order();
            int from = 0;
            for (int wave = 0; wave < sizes.size(); wave++) {
                List<Stratum> ofWave = order.subList(from, from + sizes.get(wave)).stream()
                        .map(by::get)
                        .toList();
                int place = wave;
                Map<Stratum, Integer> those = new HashMap<>();
                told.forEach((stratum, counts) -> {
                    if (counts.get(place) > 0) {
                        those.put(stratum, counts.get(place));
                    }
                });
                assertThat(those).isEqualTo(counts(ofWave));
                from += sizes.get(wave);
            }
            assertThat(told.keySet()).hasSameElementsAs(counts(found.strata()).keySet());
        });
    }

    /** 900 of one hardware revision, 90 of another, 10 of a third: of fifty each has its part, and the third has one. */
    @Test
    void aRareKindIsInTheFirstWaveAndNotInTheLast() {
        List<DeviceId> devices =
                IntStream.range(0, 1_000).mapToObj(SpreadOrderTest::device).toList();
        List<Stratum> strata = IntStream.range(0, 1_000)
                .mapToObj(number -> hardware(number < 900 ? "A" : number < 990 ? "B" : "C"))
                .toList();
        assertThat(FrozenCohort.wavesOfStrata(
                        devices, strata, List.of(new Wave(5, 0), new Wave(50, 0), new Wave(100, 0))))
                .hasToString("{Stratum[site=null, modelVersion=null, hardwareRevision=A]=[45, 405, 450],"
                        + " Stratum[site=null, modelVersion=null, hardwareRevision=B]=[4, 41, 45],"
                        + " Stratum[site=null, modelVersion=null, hardwareRevision=C]=[1, 4, 5]}");
    }

    /**
     * Reckoned apart: the orders of the log must not change. Of five devices three are A, two B. From the last turn on: A, whose
     * end is 2, before B with 3; B with 3 before A with 4; A with 4 before B with 5; then both have 5, and A the higher key, as
     * {@code printf '%s\n\n\nA' HASH | sha256sum} has it with the hash of the cohort; B.
     */
    @Test
    void anyoneCanReckonTheTurns() {
        List<DeviceId> devices = IntStream.rangeClosed(1, 5)
                .mapToObj(number -> DeviceId.parse("00000000-0000-0000-0000-00000000000" + number))
                .toList();
        List<Stratum> strata = List.of(hardware("A"), hardware("B"), hardware("A"), hardware("B"), hardware("A"));
        assertThat(FrozenCohort.shuffled(devices, strata, "one"))
                .extracting(device -> device.toString().substring(35))
                .containsExactly("4", "1", "3", "2", "5");
    }

    /** The largest there may be; what it takes is told, and bounded so that it cannot come to grow with the square. */
    @Test
    void aCohortOfTheLargestSizeAndAsManyStrataIsOrderedInMoments() {
        List<DeviceId> devices = IntStream.range(0, FrozenCohort.MOST_DEVICES)
                .mapToObj(SpreadOrderTest::device)
                .toList();
        List<Stratum> strata = IntStream.range(0, FrozenCohort.MOST_DEVICES)
                .mapToObj(number -> hardware("R" + number % FrozenCohort.MOST_STRATA))
                .toList();
        long began = System.nanoTime();
        List<DeviceId> order = FrozenCohort.shuffled(devices, strata, "one");
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        System.out.printf(
                "%d devices of %d strata ordered in %d ms%n", order.size(), FrozenCohort.MOST_STRATA, took.toMillis());
        assertThat(order).hasSize(FrozenCohort.MOST_DEVICES);
        assertThat(took).isLessThan(Duration.ofMinutes(3));
    }

    @Test
    void aStratumHasWhatThePlanAsksForAndNoMore() {
        SiteId basel = new SiteId(new UUID(0, 1));
        assertThat(Stratum.of(List.of(DeviceTrait.SITE), basel, 2, "A")).isEqualTo(new Stratum(basel, null, null));
        assertThat(Stratum.of(List.of(DeviceTrait.MODEL_VERSION, DeviceTrait.HARDWARE_REVISION), basel, 2, null))
                .isEqualTo(new Stratum(null, 2, null));
        assertThat(JsonMapper.builder().build().writeValueAsString(new Stratum(basel, null, "A")))
                .isEqualTo("{\"site\":\"00000000-0000-0000-0000-000000000001\",\"hardwareRevision\":\"A\"}");
    }

    /** A part of a cohort that is spread over nothing is in the log as it was before one could be. */
    @Test
    void theKindOfEachDeviceIsBesideItInTheLogAndNoneIsNotStored() {
        JsonMapper json = JsonMapper.builder().build();
        RolloutRunId run = RolloutRunId.of(ACME, "ada", "1");
        DeviceId one = DeviceId.parse("00000000-0000-0000-0000-000000000001");
        DeviceId two = DeviceId.parse("00000000-0000-0000-0000-000000000002");
        String plain = "{\"run\":\"" + run + "\",\"tenant\":\"acme\",\"part\":1,\"devices\":[\"" + one + "\",\"" + two
                + "\"],\"zones\":[]";
        RolloutCohortListed listed = new RolloutCohortListed(run, ACME, 1, List.of(one, two));
        assertThat(json.writeValueAsString(listed)).isEqualTo(plain + "}");
        assertThat(json.readValue(plain + "}", RolloutCohortListed.class)).isEqualTo(listed);
        RolloutCohortListed spread = new RolloutCohortListed(
                run, ACME, 1, List.of(one, two), List.of(), List.of(hardware("A"), hardware(null)));
        String stored = plain + ",\"strata\":[{\"hardwareRevision\":\"A\"},{}]}";
        assertThat(json.writeValueAsString(spread)).isEqualTo(stored);
        assertThat(json.readValue(stored, RolloutCohortListed.class)).isEqualTo(spread);
    }

    private interface Check {
        void of(Found found, Random random);
    }

    private static void each(Check check) {
        for (int number = 0; number < COHORTS; number++) {
            Random random = new Random(SEED + number);
            Found found = found(random);
            try {
                check.of(found, random);
            } catch (AssertionError | RuntimeException wrong) {
                throw new AssertionError(
                        "cohort " + number + " of seed " + SEED + ": " + counts(found.strata()), wrong);
            }
        }
    }

    /** Some kinds with many devices, some with few. */
    private static Found found(Random random) {
        int kinds = 1 + random.nextInt(12);
        List<DeviceId> devices = IntStream.range(0, 1 + random.nextInt(120))
                .mapToObj(SpreadOrderTest::device)
                .toList();
        List<Stratum> strata = devices.stream()
                .map(device -> hardware("R" + (int) (kinds * random.nextDouble() * random.nextDouble())))
                .toList();
        TreeSet<Integer> percents = new TreeSet<>(List.of(100));
        for (int wave = random.nextInt(5); wave > 0; wave--) {
            percents.add(1 + random.nextInt(99));
        }
        List<Wave> waves = new ArrayList<>(
                percents.stream().map(percent -> new Wave(percent, 0)).toList());
        if (random.nextBoolean()) {
            waves.addFirst(new Wave(null, 1 + random.nextInt(30), 0, null, null, null));
        }
        return new Found(devices, strata, waves, "seed " + random.nextInt());
    }

    private static Map<Stratum, Integer> counts(List<Stratum> strata) {
        Map<Stratum, Integer> counts = new HashMap<>();
        strata.forEach(stratum -> counts.merge(stratum, 1, Integer::sum));
        return counts;
    }

    private static Stratum hardware(@Nullable String revision) {
        return new Stratum(null, null, revision);
    }

    private static DeviceId device(int number) {
        return DeviceId.of(ACME, "Flow AG", "S-" + number);
    }
}
