package io.devicetrail.update.agent;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which slot runs, and how the last trial ended: the one file that decides, replaced whole.
 *
 * @param spare the other slot has an image that was kept once, and may be started if the active one is damaged; false
 * from before the slot is written until a trial in it is kept, so that nothing untried or given up is ever fallen back to
 * @param committed job whose trial was kept and that runs, if the active slot came by one
 * @param gaveUp job that was given up, the last such: in its trial, or its slot was damaged after that
 */
record BootRecord(
        Slot active,
        boolean spare,
        @Nullable Trial trial,
        @Nullable String committed,
        @Nullable GaveUp gaveUp) {

    /** @param startsLeft how often the slot is still started before it is given up */
    record Trial(Slot slot, String job, int startsLeft) {}

    record GaveUp(String job, Code code) {}

    static BootRecord first(Slot active) {
        return new BootRecord(active, false, null, null, null);
    }

    /** What is in the other slot goes. */
    BootRecord writing() {
        return new BootRecord(active, false, trial, committed, gaveUp);
    }

    BootRecord trying(Trial next) {
        return new BootRecord(active, false, next, committed, gaveUp);
    }

    BootRecord kept(Trial trial) {
        return new BootRecord(trial.slot(), true, null, trial.job(), null);
    }

    BootRecord without(Trial trial, Code why) {
        return new BootRecord(active, false, null, committed, new GaveUp(trial.job(), why));
    }

    /** The active slot is damaged and the other one is whole: what was kept is lost after all. */
    BootRecord movedTo(Slot slot) {
        GaveUp lost = committed == null ? gaveUp : new GaveUp(committed, Code.SLOT_DAMAGED);
        return new BootRecord(slot, false, null, null, lost);
    }

    byte[] bytes() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("active", active.name())
                .put("spare", spare);
        if (trial != null) {
            json.putObject("trial")
                    .put("slot", trial.slot().name())
                    .put("job", trial.job())
                    .put("startsLeft", trial.startsLeft());
        }
        json.put("committed", committed);
        if (gaveUp != null) {
            json.putObject("gaveUp")
                    .put("job", gaveUp.job())
                    .put("code", gaveUp.code().name());
        }
        return Wire.MAPPER.writeValueAsBytes(json);
    }

    static BootRecord of(byte[] bytes) {
        JsonNode json = Wire.MAPPER.readTree(bytes);
        Trial trial = Optional.ofNullable(json.get("trial"))
                .map(each -> new Trial(
                        Slot.valueOf(each.path("slot").stringValue()),
                        each.path("job").stringValue(),
                        each.path("startsLeft").intValue()))
                .orElse(null);
        GaveUp gaveUp = Optional.ofNullable(json.get("gaveUp"))
                .map(each -> new GaveUp(
                        each.path("job").stringValue(),
                        Code.valueOf(each.path("code").stringValue())))
                .orElse(null);
        return new BootRecord(
                Slot.valueOf(json.path("active").stringValue()),
                json.path("spare").booleanValue(false),
                trial,
                json.path("committed").stringValue(null),
                gaveUp);
    }
}
