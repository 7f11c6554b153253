package io.devicetrail.app.crash;

import java.util.Locale;

/** A telemetry message. Its values follow from its number, so what was stored can be held against it. */
record Message(String device, String boot, long seq) {
    static final String TENANT = "crash";

    String topic() {
        return "dt/v1/" + TENANT + "/" + device + "/telemetry";
    }

    String payload(String at) {
        return String.format(
                Locale.ROOT,
                "{\"boot\":\"%s\",\"seq\":%d,\"at\":\"%s\",\"values\":["
                        + "{\"name\":\"count\",\"value\":%d},{\"name\":\"level\",\"value\":%s}]}",
                boot,
                seq,
                at,
                seq,
                level());
    }

    /** As {@link Stored} reads it from the table. */
    String values() {
        return "count=" + seq + " level=" + level();
    }

    private String level() {
        return seq / 2 + (seq % 2 == 0 ? "" : ".5");
    }
}
