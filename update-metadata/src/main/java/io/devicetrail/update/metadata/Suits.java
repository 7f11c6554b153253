package io.devicetrail.update.metadata;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an image is, and which devices it suits: signed with it, so that nobody who offers it can say otherwise.
 *
 * @param modelVersions at least one
 * @param hardwareRevisions at least one, or {@link #ANY} alone
 * @param earliestCurrentVersion a device with an earlier one needs a release in between first; null suits all
 * @param currentVersions those that it may follow, by their place in the order; none suits all
 */
public record Suits(
        String releaseName,
        SoftwareVersion releaseVersion,
        String deviceModel,
        List<Integer> modelVersions,
        List<String> hardwareRevisions,
        @Nullable SoftwareVersion earliestCurrentVersion,
        List<SoftwareVersion> currentVersions) {
    /** Any hardware revision. Who does not know the sign takes it for a revision that no device has, and refuses. */
    public static final String ANY = "*";

    private static final String CURRENT_VERSIONS = "currentVersions";

    public Suits {
        modelVersions = List.copyOf(modelVersions);
        hardwareRevisions = List.copyOf(hardwareRevisions);
        currentVersions = List.copyOf(currentVersions);
        // An empty list would have to mean all or none, and a slip of the pen would be the one or the other.
        if (modelVersions.isEmpty() || hardwareRevisions.isEmpty()) {
            throw new UpdateRefused(
                    Refusal.MALFORMED_METADATA,
                    "a target names no model version or no hardware revision that it suits");
        }
        if (hardwareRevisions.contains(ANY) && hardwareRevisions.size() > 1) {
            throw new UpdateRefused(
                    Refusal.MALFORMED_METADATA, "a target suits any hardware revision, and names one beside");
        }
    }

    static Suits read(Fields fields) {
        Fields release = fields.object("release");
        Fields suits = fields.object("suits");
        String earliest = suits.optionalText("earliestCurrentVersion");
        return new Suits(
                release.text("name"),
                SoftwareVersion.of(release.text("version")),
                suits.text("deviceModel"),
                suits.numbers("modelVersions"),
                suits.texts("hardwareRevisions"),
                earliest == null ? null : SoftwareVersion.of(earliest),
                currentVersions(suits));
    }

    /** Left out suits all; an empty list would have to mean all or none. */
    private static List<SoftwareVersion> currentVersions(Fields suits) {
        if (!suits.has(CURRENT_VERSIONS)) {
            return List.of();
        }
        List<String> texts = suits.texts(CURRENT_VERSIONS);
        if (texts.isEmpty()) {
            throw suits.malformed("has " + CURRENT_VERSIONS + " and none in it");
        }
        return texts.stream().map(SoftwareVersion::of).toList();
    }

    void writeTo(ObjectNode json) {
        json.putObject("release").put("name", releaseName).put("version", releaseVersion.text());
        ObjectNode suits = json.putObject("suits").put("deviceModel", deviceModel);
        ArrayNode versions = suits.putArray("modelVersions");
        modelVersions.forEach(versions::add);
        ArrayNode revisions = suits.putArray("hardwareRevisions");
        hardwareRevisions.forEach(revisions::add);
        if (earliestCurrentVersion != null) {
            suits.put("earliestCurrentVersion", earliestCurrentVersion.text());
        }
        if (!currentVersions.isEmpty()) {
            ArrayNode named = suits.putArray(CURRENT_VERSIONS);
            currentVersions.forEach(each -> named.add(each.text()));
        }
    }

    /** @throws UpdateRefused for the first thing in which the device is not as the image needs it */
    public void mustSuit(DeviceProfile device) {
        must(deviceModel.equals(device.model()), Refusal.WRONG_DEVICE_MODEL, device, DeviceProfile::model);
        must(
                modelVersions.contains(device.modelVersion()),
                Refusal.WRONG_MODEL_VERSION,
                device,
                DeviceProfile::modelVersion);
        must(
                hardwareRevisions.contains(ANY) || hardwareRevisions.contains(device.hardwareRevision()),
                Refusal.WRONG_HARDWARE,
                device,
                DeviceProfile::hardwareRevision);
        must(
                mayFollow(device.currentVersion()),
                Refusal.WRONG_PRECURSOR,
                device,
                each -> each.currentVersion().text());
    }

    private boolean mayFollow(SoftwareVersion current) {
        return (earliestCurrentVersion == null || current.compareTo(earliestCurrentVersion) >= 0)
                && (currentVersions.isEmpty()
                        || currentVersions.stream().anyMatch(each -> current.compareTo(each) == 0));
    }

    private void must(boolean suits, Refusal otherwise, DeviceProfile device, Function<DeviceProfile, Object> of) {
        if (!suits) {
            throw new UpdateRefused(
                    otherwise, releaseName + " " + releaseVersion.text() + " is not for " + of.apply(device));
        }
    }
}
