package io.devicetrail.bench.rollout;

import io.devicetrail.bench.Result;
import io.devicetrail.bench.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What the rounds measured. */
final class RolloutSamples {
    private final List<Round> rounds = new ArrayList<>();
    private final List<Double> manyFrozen = new ArrayList<>();

    /** Seconds, but for the two rates of registration, which are devices in a second. */
    record Round(
            double planned,
            double frozen,
            double offered,
            double bare,
            double verified,
            double registered,
            double appended) {
        String line() {
            return String.format(
                    Locale.ROOT,
                    "planned in %.2f s  frozen in %.2f s  offered in %.2f s (bare %.2f s)  verified in %.1f s"
                            + "  %,.0f devices registered/s (%,.0f appended/s)",
                    planned,
                    frozen,
                    offered,
                    bare,
                    verified,
                    registered,
                    appended);
        }
    }

    void add(Round round) {
        rounds.add(round);
    }

    void addMany(double frozen) {
        manyFrozen.add(frozen);
    }

    /** Costs of a device are beside each other: what a large cohort costs more of each is seen there. */
    List<Result> results(int devices, int many) {
        double frozen = median(Round::frozen);
        double allFrozen = Sample.median(manyFrozen);
        return List.of(
                Result.of("rollout-plan", median(Round::planned), "s"),
                Result.of("rollout-offered", median(Round::offered), "s").besideLimit(median(Round::bare)),
                Result.of("rollout-verified", median(Round::verified), "s"),
                Result.of("cohort-10k", frozen, "s"),
                Result.of("cohort-100k", allFrozen, "s"),
                Result.of("cohort-100k-per-device", allFrozen / many * 1e6, "µs")
                        .besideControl(frozen / devices * 1e6),
                Result.of("register-bulk", median(Round::registered), "devices/s")
                        .besideLimit(median(Round::appended)));
    }

    private double median(ToDoubleFunction<Round> figure) {
        return Sample.median(rounds.stream().map(figure::applyAsDouble).toList());
    }
}
