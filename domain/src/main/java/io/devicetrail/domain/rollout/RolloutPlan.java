package io.devicetrail.domain.rollout;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.SiteId;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a plan says. Commands take it {@link #checked}; the record itself takes anything, as events hold it and have to
 * load whatever was stored once.
 *
 * @param model of the devices, one of the tenant's
 * @param modelVersions those that the release suits
 * @param waves in their order
 * @param offersPerMinute most devices that are offered the release in one minute
 * @param downgradeAllowed whether a device that has a later version may be given this one
 * @param windows in which devices are offered it, in the time zone of their site; none for at any time
 * @param prerequisites what a device has to be like to take it
 * @param terms of its runs; null of a plan that says nothing of them
 */
public record RolloutPlan(
        String title,
        Release release,
        DeviceModelId model,
        List<Integer> modelVersions,
        Cohort cohort,
        List<Wave> waves,
        StopThresholds stop,
        int offersPerMinute,
        boolean downgradeAllowed,
        List<MaintenanceWindow> windows,
        Prerequisites prerequisites,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RolloutTerms terms) {
    /**
     * Most model versions, sites, hardware revisions, tags, traits to spread over, windows, thresholds of waves and of last
     * devices, and versions to come from, of one plan together. With as many, and all waves, the page of a signature still shows a whole revision, old and new; a test
     * holds it.
     */
    public static final int MOST_NAMED = 40;
    /** Most windows: two for each day of the week. */
    public static final int MOST_WINDOWS = 14;
    /** Most waves. */
    public static final int MOST_WAVES = 20;
    /** Share of the cohort that the last wave comes to. */
    public static final int WHOLE_PERCENT = 100;
    /** Most offers in one minute: a cohort of the largest size in a second, as no site is to be slowed by this product. */
    public static final int MOST_OFFERS_PER_MINUTE = 600_000;

    /** A plan that says nothing of its runs. */
    public RolloutPlan(
            String title,
            Release release,
            DeviceModelId model,
            List<Integer> modelVersions,
            Cohort cohort,
            List<Wave> waves,
            StopThresholds stop,
            int offersPerMinute,
            boolean downgradeAllowed,
            List<MaintenanceWindow> windows,
            Prerequisites prerequisites) {
        this(
                title,
                release,
                model,
                modelVersions,
                cohort,
                waves,
                stop,
                offersPerMinute,
                downgradeAllowed,
                windows,
                prerequisites,
                null);
    }

    /** A plan without windows and prerequisites. */
    public RolloutPlan(
            String title,
            Release release,
            DeviceModelId model,
            List<Integer> modelVersions,
            Cohort cohort,
            List<Wave> waves,
            StopThresholds stop,
            int offersPerMinute,
            boolean downgradeAllowed) {
        this(
                title,
                release,
                model,
                modelVersions,
                cohort,
                waves,
                stop,
                offersPerMinute,
                downgradeAllowed,
                List.of(),
                Prerequisites.NONE);
    }

    /** The same plan with these windows. */
    public RolloutPlan within(List<MaintenanceWindow> hours) {
        return new RolloutPlan(
                title,
                release,
                model,
                modelVersions,
                cohort,
                waves,
                stop,
                offersPerMinute,
                downgradeAllowed,
                hours,
                prerequisites,
                terms);
    }

    /** The same plan for devices that are so. */
    public RolloutPlan requiring(Prerequisites other) {
        return new RolloutPlan(
                title,
                release,
                model,
                modelVersions,
                cohort,
                waves,
                stop,
                offersPerMinute,
                downgradeAllowed,
                windows,
                other,
                terms);
    }

    /** The same plan on these terms. */
    public RolloutPlan on(RolloutTerms other) {
        return new RolloutPlan(
                title,
                release,
                model,
                modelVersions,
                cohort,
                waves,
                stop,
                offersPerMinute,
                downgradeAllowed,
                windows,
                prerequisites,
                other);
    }

    /** How long a device may be silent, in minutes; null for as long as it likes. */
    public @Nullable Integer mostSilentMinutes() {
        return terms == null ? null : terms.mostSilentMinutes();
    }

    /** The same plan in these waves. */
    public RolloutPlan waves(List<Wave> parts) {
        return new RolloutPlan(
                title,
                release,
                model,
                modelVersions,
                cohort,
                parts,
                stop,
                offersPerMinute,
                downgradeAllowed,
                windows,
                prerequisites,
                terms);
    }

    /**
     * The same plan in the one form in which it is stored, so that equal plans are equal: texts without blanks around
     * them, what has no order of its own sorted.
     *
     * @throws MalformedInput for what is out of bounds, with its field
     */
    public RolloutPlan checked() {
        RolloutPlan checked = new RolloutPlan(
                Shape.text("title", title),
                release.checked(),
                model,
                checkedVersions(modelVersions),
                cohort.checked(),
                checkedWaves(waves),
                stop.checked(),
                Shape.within("offersPerMinute", offersPerMinute, 1, MOST_OFFERS_PER_MINUTE),
                downgradeAllowed,
                checkedWindows(windows),
                prerequisites.checked(),
                terms == null ? null : terms.checked());
        if (checked.named() > MOST_NAMED) {
            throw new MalformedInput(
                    "cohort",
                    "names more than " + MOST_NAMED
                            + " model versions, sites, hardware revisions and tags, together with"
                            + " what it is spread over, the windows, the waves' own thresholds, those of the last devices and the versions that devices may come from");
        }
        return checked;
    }

    private int named() {
        return modelVersions.size()
                + cohort.named()
                + windows.size()
                + waves.stream().mapToInt(Wave::thresholds).sum()
                + (stop.recent() == null ? 0 : stop.recent().named())
                + prerequisites.named();
    }

    private static List<Integer> checkedVersions(List<Integer> versions) {
        if (versions.isEmpty()) {
            throw new MalformedInput("modelVersions", "must name at least one");
        }
        versions.forEach(version -> Shape.within("modelVersions", version, 1, Integer.MAX_VALUE));
        return distinct("modelVersions", versions, Comparator.naturalOrder());
    }

    private static List<Wave> checkedWaves(List<Wave> waves) {
        if (waves.isEmpty() || waves.size() > MOST_WAVES) {
            throw new MalformedInput("waves", "must be 1 to " + MOST_WAVES);
        }
        int percent = 0;
        int devices = 0;
        for (Wave wave : waves) {
            wave.check();
            percent = grown("waves.percent", "the share of the cohort", percent, wave.percent());
            devices = grown("waves.devices", "the number of devices", devices, wave.devices());
        }
        if (!Objects.equals(waves.getLast().percent(), WHOLE_PERCENT)) {
            throw new MalformedInput("waves.percent", "must be " + WHOLE_PERCENT + " in the last wave");
        }
        return List.copyOf(waves);
    }

    private static int grown(String field, String what, int before, @Nullable Integer now) {
        if (now == null) {
            return before;
        }
        if (now <= before) {
            throw new MalformedInput(field, "must grow from wave to wave: it is " + what + " up to the wave's end");
        }
        return now;
    }

    private static List<MaintenanceWindow> checkedWindows(List<MaintenanceWindow> windows) {
        if (windows.size() > MOST_WINDOWS) {
            throw new MalformedInput("windows", "must be " + MOST_WINDOWS + " at most");
        }
        return distinct(
                "windows",
                windows.stream().map(MaintenanceWindow::checked).toList(),
                Comparator.comparing((MaintenanceWindow window) -> window.days().getFirst())
                        .thenComparing(MaintenanceWindow::from)
                        .thenComparing(MaintenanceWindow::text));
    }

    /** What is named twice was hardly meant so. */
    private static <T> List<T> distinct(String field, List<T> values, Comparator<T> order) {
        Set<T> seen = new HashSet<>();
        for (T value : values) {
            if (!seen.add(value)) {
                throw new MalformedInput(field, "names " + value + " twice");
            }
        }
        return values.stream().sorted(order).toList();
    }

    /**
     * What shall be installed.
     *
     * @param sha256 of the artifact's bytes, in lower-case hexadecimal
     * @param size of the artifact, in bytes
     */
    public record Release(String name, String version, String sha256, long size) {
        /** Largest artifact, in bytes: 1 TiB. Far below 2^53, above which JSON numbers are not exact. */
        public static final long LARGEST = 1L << 40;

        private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

        Release checked() {
            if (!SHA256.matcher(sha256).matches()) {
                throw new MalformedInput("release.sha256", "must be 64 of 0-9 and a-f");
            }
            if (size < 1 || size > LARGEST) {
                throw new MalformedInput("release.size", "must be between 1 and " + LARGEST + " bytes");
            }
            return new Release(Shape.text("release.name", name), Shape.text("release.version", version), sha256, size);
        }
    }

    /**
     * Which devices of the model versions; all of it holds at once.
     *
     * @param sites where they are; empty for all of the tenant
     * @param hardwareRevisions that they have; empty for all
     * @param tags that they have, name to value, each of them
     * @param spreadOver what each wave is to have its part of every kind of; none for waves by chance, which is not in events
     */
    public record Cohort(
            List<SiteId> sites,
            List<String> hardwareRevisions,
            SortedMap<String, String> tags,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DeviceTrait> spreadOver) {
        /** One whose waves are by chance. */
        public Cohort(List<SiteId> sites, List<String> hardwareRevisions, SortedMap<String, String> tags) {
            this(sites, hardwareRevisions, tags, List.of());
        }

        public Cohort {
            // In an event that has none.
            spreadOver = spreadOver == null ? List.of() : spreadOver;
        }

        int named() {
            return sites.size() + hardwareRevisions.size() + tags.size() + spreadOver.size();
        }

        Cohort checked() {
            List<String> revisions = hardwareRevisions.stream()
                    .map(revision -> Shape.text("cohort.hardwareRevisions", revision))
                    .toList();
            SortedMap<String, String> stripped = new TreeMap<>();
            tags.forEach((name, value) -> {
                if (stripped.put(Shape.text("cohort.tags", name), Shape.text("cohort.tags", value)) != null) {
                    throw new MalformedInput("cohort.tags", "names " + name.strip() + " twice");
                }
            });
            return new Cohort(
                    distinct("cohort.sites", sites, Comparator.comparing(SiteId::toString)),
                    distinct("cohort.hardwareRevisions", revisions, Comparator.naturalOrder()),
                    stripped,
                    distinct("cohort.spreadOver", spreadOver, Comparator.naturalOrder()));
        }
    }

    /**
     * A part of the cohort that is offered the release at once. Its end is a share of the cohort or a number of devices, one
     * of the two. What it does not say is not in its events: a plain wave is stored as it always was.
     *
     * @param percent of the cohort that has been offered it when the wave is done; the waves before are in it
     * @param devices that have been offered it then; those of the waves before are in it
     * @param soakMinutes how long what was installed is watched before the next wave begins
     * @param mostFailedPercent of the wave's devices, in place of the plan's
     * @param mostFailedDevices of the wave, beside what the plan says of all waves together
     * @param leastVerifiedPercent of the wave's devices, all of them; with fewer the next wave does not begin
     * @param recent of the last devices of the wave that ended, in place of the plan's
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Wave(
            @Nullable Integer percent,
            @Nullable Integer devices,
            int soakMinutes,
            @Nullable Integer mostFailedPercent,
            @Nullable Integer mostFailedDevices,
            @Nullable Integer leastVerifiedPercent,
            @Nullable RecentFailures recent) {
        /** Longest soak, in minutes: 30 days. */
        public static final int LONGEST_SOAK_MINUTES = 43_200;

        /** One with no thresholds of its own. */
        public Wave(int percent, int soakMinutes) {
            this(percent, null, soakMinutes, null, null, null, null);
        }

        /** One that says nothing of its last devices. */
        public Wave(
                @Nullable Integer percent,
                @Nullable Integer devices,
                int soakMinutes,
                @Nullable Integer mostFailedPercent,
                @Nullable Integer mostFailedDevices,
                @Nullable Integer leastVerifiedPercent) {
            this(percent, devices, soakMinutes, mostFailedPercent, mostFailedDevices, leastVerifiedPercent, null);
        }

        void check() {
            if ((percent == null) == (devices == null)) {
                throw new MalformedInput("waves", "must each give percent or devices, and not both");
            }
            within("percent", percent, 1, WHOLE_PERCENT);
            within("devices", devices, 1, Integer.MAX_VALUE);
            Shape.within("waves.soakMinutes", soakMinutes, 0, LONGEST_SOAK_MINUTES);
            within("mostFailedPercent", mostFailedPercent, 0, WHOLE_PERCENT);
            within("mostFailedDevices", mostFailedDevices, 0, Integer.MAX_VALUE);
            within("leastVerifiedPercent", leastVerifiedPercent, 1, WHOLE_PERCENT);
            if (recent != null) {
                recent.check("waves.");
            }
        }

        private static void within(String field, @Nullable Integer value, int least, int most) {
            if (value != null) {
                Shape.within("waves." + field, value, least, most);
            }
        }

        /** How many of its own it has. */
        int thresholds() {
            return (int) Stream.of(mostFailedPercent, mostFailedDevices, leastVerifiedPercent)
                            .filter(Objects::nonNull)
                            .count()
                    + (recent == null ? 0 : recent.named());
        }

        /** As people and the audit trail read it. */
        @Override
        public String toString() {
            return (percent == null ? devices + " devices" : percent + " %") + " then " + soakMinutes + " min"
                    + (mostFailedPercent == null ? "" : ", at most " + mostFailedPercent + " % failed")
                    + (mostFailedDevices == null ? "" : ", at most " + mostFailedDevices + " failed")
                    + (leastVerifiedPercent == null ? "" : ", at least " + leastVerifiedPercent + " % verified")
                    + (recent == null ? "" : ", " + recent);
        }
    }

    /**
     * How many failures are borne; one more stops the rollout. At least one of the two is given, and of two the one that
     * is passed first counts. A wave may have a share of its own. What it does not say of the last devices is not in events.
     *
     * @param mostFailedPercent of the devices of a wave; 0 for none, and 100 never stops
     * @param mostFailedDevices of all waves together; 0 for none
     * @param recent of the last devices of each wave that ended, beside both
     */
    public record StopThresholds(
            @Nullable Integer mostFailedPercent,
            @Nullable Integer mostFailedDevices,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RecentFailures recent) {
        /** Those of whole waves alone. */
        public StopThresholds(@Nullable Integer mostFailedPercent, @Nullable Integer mostFailedDevices) {
            this(mostFailedPercent, mostFailedDevices, null);
        }

        StopThresholds checked() {
            if (mostFailedPercent == null && mostFailedDevices == null) {
                throw new MalformedInput("stop", "must give mostFailedPercent, mostFailedDevices, or both");
            }
            if (mostFailedPercent != null) {
                Shape.within("stop.mostFailedPercent", mostFailedPercent, 0, WHOLE_PERCENT);
            }
            if (mostFailedDevices != null && mostFailedDevices < 0) {
                throw new MalformedInput("stop.mostFailedDevices", "must not be negative");
            }
            if (recent != null) {
                recent.check("stop.");
            }
            return this;
        }
    }
}
