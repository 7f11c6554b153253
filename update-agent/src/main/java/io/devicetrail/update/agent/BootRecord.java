package io.devicetrail.update.agent;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which slot runs, and how the last trial ended: the one file that decides, replaced whole.
 *
 * @param committed job whose trial was kept, the last such
 * @param gaveUp job whose trial was given up, the last such
 */
record BootRecord(
        Slot active,
        @Nullable Trial trial,
        @Nullable String committed,
        @Nullable GaveUp gaveUp) {

    /** @param startsLeft how often the slot is still started before it is given up */
    record Trial(Slot slot, String job, int startsLeft) {}

    record GaveUp(String job, Code code) {}

    static BootRecord first(Slot active) {
        return new BootRecord(active, null, null, null);
    }

    BootRecord trying(Trial next) {
        return new BootRecord(active, next, committed, gaveUp);
    }

    BootRecord kept(Trial trial) {
        return new BootRecord(trial.slot(), null, trial.job(), gaveUp);
    }

    BootRecord without(Trial trial, Code why) {
        return new BootRecord(active, null, committed, new GaveUp(trial.job(), why));
    }

    /** The active slot is damaged and the other one is whole. */
    BootRecord movedTo(Slot slot) {
        return new BootRecord(slot, null, committed, gaveUp);
    }

    byte[] bytes() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("active", active.name());
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
                trial,
                json.path("committed").stringValue(null),
                gaveUp);
    }
}
