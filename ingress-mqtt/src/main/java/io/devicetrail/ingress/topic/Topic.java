package io.devicetrail.ingress.topic;

import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.tenant.TenantId;

/**
 * A topic of the protocol, {@code dt/v1/{tenant}/{device}/…}. Strict: what {@link #parse} accepts, {@link #print} gives
 * back letter for letter, so one thing has one topic.
 */
public sealed interface Topic {
    /** Protocol and version; a second version would live beside the first. */
    String ROOT = "dt/v1/";

    TenantId tenant();

    DeviceId device();

    /** The levels after the device. */
    String tail();

    /** Up: measured values. */
    record Telemetry(TenantId tenant, DeviceId device) implements Topic {
        @Override
        public String tail() {
            return "telemetry";
        }
    }

    /** Up: reported properties. */
    record State(TenantId tenant, DeviceId device) implements Topic {
        @Override
        public String tail() {
            return "state";
        }
    }

    /** Up: what happened at the device. */
    record Event(TenantId tenant, DeviceId device) implements Topic {
        @Override
        public String tail() {
            return "event";
        }
    }

    /** Up: the device's answer to a command. */
    record Ack(TenantId tenant, DeviceId device, CommandId command) implements Topic {
        @Override
        public String tail() {
            return "ack/" + command;
        }
    }

    /** Up: lines of the device's own log. */
    record Log(TenantId tenant, DeviceId device) implements Topic {
        @Override
        public String tail() {
            return "log";
        }
    }

    /** Up: coming and going; the will is published here. */
    record Presence(TenantId tenant, DeviceId device) implements Topic {
        @Override
        public String tail() {
            return "presence";
        }
    }

    /** Up: what the device says about an offer of a rollout. */
    record Update(TenantId tenant, DeviceId device) implements Topic {
        @Override
        public String tail() {
            return "update";
        }
    }

    /** Down: a command. */
    record Command(TenantId tenant, DeviceId device) implements Topic {
        @Override
        public String tail() {
            return "command";
        }
    }

    /** Down: desired properties. */
    record Desired(TenantId tenant, DeviceId device) implements Topic {
        @Override
        public String tail() {
            return "desired";
        }
    }

    /** Down: an offer of new firmware. */
    record Rollout(TenantId tenant, DeviceId device) implements Topic {
        @Override
        public String tail() {
            return "rollout";
        }
    }

    /** Down: the device's certificate is to be renewed. */
    record Certificate(TenantId tenant, DeviceId device) implements Topic {
        @Override
        public String tail() {
            return "certificate";
        }
    }

    default String print() {
        return ROOT + tenant() + "/" + device() + "/" + tail();
    }

    /** @throws MalformedInput if {@code text} is no topic of this protocol */
    static Topic parse(String text) {
        String[] levels = text.split("/", -1);
        if (!text.startsWith(ROOT) || levels.length < 5) {
            throw new MalformedInput("topic", "is not dt/v1/{tenant}/{device}/{kind}");
        }
        TenantId tenant = new TenantId(levels[2]);
        DeviceId device = DeviceId.parse(levels[3]);
        if (levels[4].equals("ack") && levels.length == 6) {
            return exact(text, new Ack(tenant, device, CommandId.parse(levels[5])));
        }
        if (levels.length != 5) {
            throw new MalformedInput("topic", "has too many levels");
        }
        return exact(
                text,
                switch (levels[4]) {
                    case "telemetry" -> new Telemetry(tenant, device);
                    case "state" -> new State(tenant, device);
                    case "event" -> new Event(tenant, device);
                    case "log" -> new Log(tenant, device);
                    case "presence" -> new Presence(tenant, device);
                    case "update" -> new Update(tenant, device);
                    case "command" -> new Command(tenant, device);
                    case "desired" -> new Desired(tenant, device);
                    case "rollout" -> new Rollout(tenant, device);
                    case "certificate" -> new Certificate(tenant, device);
                    default -> throw new MalformedInput("topic", "ends in no kind of message this protocol knows");
                });
    }

    /** Java reads {@code 1-1-1-1-1} and upper case as UUIDs, too; a topic has one spelling only. */
    private static Topic exact(String text, Topic topic) {
        if (!topic.print().equals(text)) {
            throw new MalformedInput("topic", "must spell ids in full and in lower case: " + topic.print());
        }
        return topic;
    }
}
