package io.devicetrail.domain.catalogue;

import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.CommandClass;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** For every shape that is no longer written, how it becomes the next one. Nothing here is ever taken away. */
public final class Upcasts {
    private static final List<Upcast> ALL = List.of(
            reached("device.DeviceEnrolled", LifeCycle.ENROLLED),
            reached("device.DeviceCommissioned", LifeCycle.ACTIVE),
            reached("device.DeviceSuspended", LifeCycle.SUSPENDED),
            reached("device.DeviceResumed", LifeCycle.ACTIVE),
            reached("device.DeviceSentToRepair", LifeCycle.UNDER_REPAIR),
            reached("device.DeviceReturnedFromRepair", LifeCycle.ACTIVE),
            reached("device.DeviceReplaced", LifeCycle.REPLACED),
            reached("device.DeviceRetired", LifeCycle.RETIRED),
            reached("rolloutrun.RolloutDeviceSkipped", RolloutDeviceState.SKIPPED),
            unsealed("signature.RecordSigned"),
            unrestricted("apikey.ApiKeyIssued"),
            new Upcast("enrolment.FactoryKeyImported", 1, Upcasts::unsignedList),
            new Upcast("job.JobHandedOut", 1, Upcasts::allWithRoom),
            plainCommands("devicemodel.DeviceModelVersionPublished"),
            new Upcast("command.CommandRequested", 1, Upcasts::plainCommand),
            atAnyTime("rollout.RolloutPlanDrafted", "content"),
            atAnyTime("rollout.RolloutPlanRevised", "from", "to"),
            atAnyTime("rolloutrun.RolloutCreated", "content"),
            new Upcast("rolloutrun.RolloutCohortListed", 1, Upcasts::withoutZones));

    private static final Map<String, Upcast> BY_KIND = ALL.stream()
            .collect(Collectors.toUnmodifiableMap(step -> kind(step.name(), step.from()), Function.identity()));

    private Upcasts() {}

    /** The step from that revision of that event to the next; empty if it is today's, or was never written. */
    public static Optional<Upcast> from(String name, int revision) {
        return Optional.ofNullable(BY_KIND.get(kind(name, revision)));
    }

    static List<Upcast> all() {
        return ALL;
    }

    /** Revision 1 of the life cycle's events, and of a rollout's skip, left out what the device became, as the name says it. */
    private static Upcast reached(String name, Enum<?> to) {
        return new Upcast(name, 1, payload -> {
            Map<String, Object> next = new LinkedHashMap<>(payload);
            next.put("to", to.name());
            return next;
        });
    }

    /** Revision 1 of signatures is of the first canonical form, and had no seal. */
    private static Upcast unsealed(String name) {
        return new Upcast(name, 1, payload -> {
            Map<String, Object> next = new LinkedHashMap<>(payload);
            next.put("form", 1);
            next.put("seal", "");
            return next;
        });
    }

    /** In revision 1 nobody signed lists. */
    private static Map<String, Object> unsignedList(Map<String, Object> payload) {
        Map<String, Object> next = new LinkedHashMap<>(payload);
        next.put("signedBy", null);
        return next;
    }

    /** Revision 1 did not say which of those left had no room. */
    private static Map<String, Object> allWithRoom(Map<String, Object> payload) {
        Map<String, Object> next = new LinkedHashMap<>(payload);
        next.put("leftWithoutRoom", 0);
        return next;
    }

    /** Of revision 1 a key had all that its roles allow. */
    private static Upcast unrestricted(String name) {
        return new Upcast(name, 1, payload -> {
            Map<String, Object> next = new LinkedHashMap<>(payload);
            next.put("permissions", List.of());
            return next;
        });
    }

    /** In revision 1 every command was an operation, told once, that one person requested. */
    private static Upcast plainCommands(String name) {
        return new Upcast(name, 1, payload -> {
            Map<String, Object> contract = objectIn(payload, "contract");
            contract.put(
                    "commands",
                    ((List<?>) Objects.requireNonNull(contract.get("commands")))
                            .stream()
                                    .map(command -> plainCommand((Map<?, ?>) command))
                                    .toList());
            Map<String, Object> next = new LinkedHashMap<>(payload);
            next.put("contract", contract);
            return next;
        });
    }

    private static Map<String, Object> plainCommand(Map<?, ?> definition) {
        Map<String, Object> next = copy(definition);
        next.put("commandClass", CommandClass.OPERATION.name());
        next.put("retry", null);
        next.put("twoPersons", false);
        return next;
    }

    /** Plans of revision 1 had neither windows nor prerequisites. */
    private static Upcast atAnyTime(String name, String... plans) {
        return new Upcast(name, 1, payload -> {
            Map<String, Object> next = new LinkedHashMap<>(payload);
            for (String field : plans) {
                Map<String, Object> plan = objectIn(payload, field);
                plan.put("windows", List.of());
                Map<String, Object> prerequisites = new LinkedHashMap<>();
                prerequisites.put("leastBatteryPercent", null);
                prerequisites.put("fromVersions", List.of());
                plan.put("prerequisites", prerequisites);
                next.put(field, plan);
            }
            return next;
        });
    }

    /** Without windows nobody asks for the time of a site. */
    private static Map<String, Object> withoutZones(Map<String, Object> payload) {
        Map<String, Object> next = new LinkedHashMap<>(payload);
        next.put("zones", List.of());
        return next;
    }

    private static Map<String, Object> objectIn(Map<String, Object> payload, String field) {
        return copy((Map<?, ?>) Objects.requireNonNull(payload.get(field)));
    }

    private static Map<String, Object> copy(Map<?, ?> object) {
        Map<String, Object> copy = new LinkedHashMap<>();
        object.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }

    private static String kind(String name, int revision) {
        return name + " " + revision;
    }
}
