package io.devicetrail.domain.release;

import io.devicetrail.domain.artifact.ArtifactFile;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Shape;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a release is. Commands take it {@link #checked}; the record itself takes anything, as events hold it and have to
 * load whatever was stored once.
 *
 * @param artifact SHA-256 of its file, one of the tenant's, in lower-case hexadecimal
 * @param model of the devices, one of the tenant's
 * @param modelVersions those that it suits
 * @param hardwareRevisions that it suits; empty for all
 * @param currentVersions of the same name that it may follow on a device; empty for all
 * @param notes what a person should know before it is installed
 * @param requiredSignatures how many signatures of its own a plan with it needs, beside what the tenant's policy says
 */
public record SoftwareRelease(
        String name,
        String version,
        String artifact,
        DeviceModelId model,
        List<Integer> modelVersions,
        List<String> hardwareRevisions,
        List<String> currentVersions,
        @Nullable String notes,
        int requiredSignatures) {
    /** Most model versions, hardware revisions and current versions together. */
    public static final int MOST_NAMED = 40;
    /** Longest notes, in characters. */
    public static final int LONGEST_NOTES = 2_000;
    /** Most signatures. */
    public static final int MOST_SIGNATURES = 10;

    /**
     * The same release in the one form in which it is stored: texts without blanks around them, what has no order of its
     * own sorted.
     *
     * @throws MalformedInput for what is out of bounds, with its field
     */
    public SoftwareRelease checked() {
        SoftwareRelease checked = new SoftwareRelease(
                Shape.text("name", name),
                Shape.text("version", version),
                ArtifactFile.sha256("artifact", artifact),
                model,
                checkedVersions(modelVersions),
                texts("hardwareRevisions", hardwareRevisions),
                texts("currentVersions", currentVersions),
                notes == null || notes.isBlank() ? null : Shape.prose("notes", notes, LONGEST_NOTES),
                Shape.within("requiredSignatures", requiredSignatures, 0, MOST_SIGNATURES));
        if (checked.named() > MOST_NAMED) {
            throw new MalformedInput(
                    "currentVersions",
                    "must not come to more than " + MOST_NAMED + " together with modelVersions and hardwareRevisions");
        }
        if (checked.currentVersions.contains(checked.version)) {
            throw new MalformedInput("currentVersions", "names the release's own version");
        }
        return checked;
    }

    private int named() {
        return modelVersions.size() + hardwareRevisions.size() + currentVersions.size();
    }

    private static List<Integer> checkedVersions(List<Integer> versions) {
        if (versions.isEmpty()) {
            throw new MalformedInput("modelVersions", "must name at least one");
        }
        versions.forEach(version -> Shape.within("modelVersions", version, 1, Integer.MAX_VALUE));
        return distinct("modelVersions", versions);
    }

    private static List<String> texts(String field, List<String> texts) {
        return distinct(
                field, texts.stream().map(text -> Shape.text(field, text)).toList());
    }

    /** What is named twice was hardly meant so. */
    private static <T extends Comparable<T>> List<T> distinct(String field, List<T> values) {
        Set<T> seen = new HashSet<>();
        for (T value : values) {
            if (!seen.add(value)) {
                throw new MalformedInput(field, "names " + value + " twice");
            }
        }
        return values.stream().sorted(Comparator.naturalOrder()).toList();
    }
}
