package io.devicetrail.commandside.job;

import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.JsonInput;
import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.job.JobCohorts.Cohort;
import io.devicetrail.domain.job.JobPlan;
import io.devicetrail.domain.job.JobPlan.AbortThresholds;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Shape;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The inputs of the mutations of jobs, as the schema has them. */
final class JobInputs {
    private JobInputs() {}

    record CreateJobInput(
            String tenant,
            CohortInput cohort,
            String command,
            @Nullable Object arguments,
            @Nullable Integer timeoutSeconds,
            int ratePerMinute,
            AbortInput abort,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {
        JobPlan plan() {
            return new JobPlan(
                            command,
                            JsonInput.values("arguments", arguments),
                            timeoutSeconds,
                            ratePerMinute,
                            new AbortThresholds(abort.failedPercent(), abort.failedCount(), abort.minimumSample()))
                    .checked();
        }
    }

    record StartJobInput(
            String job,
            int expectedDevices,
            String expectedHash,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}

    record DecideJobInput(
            String job,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}

    record AbortInput(
            @Nullable Integer failedPercent, @Nullable Integer failedCount, int minimumSample) {}

    record TagInput(String name, String value) {}

    record CohortInput(
            @Nullable List<String> devices,
            @Nullable String text,
            @Nullable List<String> sites,
            @Nullable List<String> models,
            @Nullable List<Integer> modelVersions,
            @Nullable List<Connectivity> connectivities,
            @Nullable List<TagInput> tags,
            @Nullable String hardwareRevision,
            @Nullable String batch) {
        Cohort cohort() {
            return new Cohort(
                            ids("cohort.devices", devices, InputIds::device),
                            Shape.optionalText("cohort.text", text),
                            ids("cohort.sites", sites, InputIds::site),
                            ids("cohort.models", models, InputIds::deviceModel),
                            modelVersions == null ? List.of() : modelVersions,
                            connectivities == null ? List.of() : connectivities,
                            byName(tags == null ? List.of() : tags),
                            Shape.optionalText("cohort.hardwareRevision", hardwareRevision),
                            Shape.optionalText("cohort.batch", batch))
                    .checked();
        }

        private static <T> List<T> ids(
                String field, @Nullable List<String> given, BiFunction<String, String, T> parse) {
            return given == null
                    ? List.of()
                    : given.stream()
                            .map(id -> parse.apply(field, id))
                            .distinct()
                            .toList();
        }

        private static SortedMap<String, String> byName(List<TagInput> tags) {
            SortedMap<String, String> byName = new TreeMap<>();
            for (TagInput tag : tags) {
                if (byName.put(tag.name(), tag.value()) != null) {
                    throw new MalformedInput("cohort.tags", "names " + tag.name() + " twice");
                }
            }
            return byName;
        }
    }
}
