package io.devicetrail.commandside.release;

import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.domain.release.SoftwareRelease;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The inputs of the mutations of software releases, as the schema has them. */
final class SoftwareReleaseInputs {
    private SoftwareReleaseInputs() {}

    record PublishSoftwareReleaseInput(
            String tenant,
            String name,
            String version,
            String artifact,
            String model,
            List<Integer> modelVersions,
            List<String> hardwareRevisions,
            List<String> currentVersions,
            @Nullable String notes,
            int requiredSignatures,
            @Nullable String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {
        SoftwareRelease content() {
            return new SoftwareRelease(
                            name,
                            version,
                            artifact,
                            InputIds.deviceModel("model", model),
                            modelVersions,
                            hardwareRevisions,
                            currentVersions,
                            notes,
                            requiredSignatures)
                    .checked();
        }
    }

    record WithdrawSoftwareReleaseInput(
            String release,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}
}
