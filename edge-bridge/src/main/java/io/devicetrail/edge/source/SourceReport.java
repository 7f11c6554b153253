package io.devicetrail.edge.source;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a source says about itself; written by the source's threads, read by the status page. */
public final class SourceReport {

    /** Paused: reachable or not, but told to stop because the buffer is full. */
    public enum State {
        STARTING,
        READING,
        DOWN,
        PAUSED,
        STOPPED
    }

    private static final Logger log = LoggerFactory.getLogger(SourceReport.class);

    private final String name;
    private final String type;
    private final EdgeDevice device;
    private State state = State.STARTING;
    private String detail = "";
    private @Nullable Instant lastReadAt;
    private @Nullable Instant lastValueAt;
    private long valuesRead;
    private long valuesNotStored;

    public SourceReport(String name, String type, EdgeDevice device) {
        this.name = name;
        this.type = type;
        this.device = device;
    }

    public String name() {
        return name;
    }

    /** Logs a change only: a machine that stays down for a week must not fill the disk. */
    public synchronized void enter(State state, String detail) {
        if (this.state != state) {
            log.atLevel(state == State.DOWN ? org.slf4j.event.Level.WARN : org.slf4j.event.Level.INFO)
                    .log("source {} ({}): {} {}", name, type, state, detail);
        }
        this.state = state;
        this.detail = detail;
    }

    public synchronized void read(Reading reading) {
        lastReadAt = reading.at();
        for (ReadValue value : reading.values()) {
            if (value.quality() != Quality.BAD) {
                lastValueAt = value.at() == null ? reading.at() : value.at();
            }
        }
        valuesRead += reading.values().size();
    }

    /** Read from the machine and lost here, because the buffer could not store it. */
    public synchronized void notStored(Reading reading, RuntimeException why) {
        if (valuesNotStored == 0) {
            log.error("source {}: values are lost, the buffer does not store: {}", name, why.getMessage());
        }
        valuesNotStored += reading.values().size();
    }

    public synchronized State state() {
        return state;
    }

    public synchronized long valuesRead() {
        return valuesRead;
    }

    public synchronized Map<String, @Nullable Object> figures() {
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        figures.put("name", name);
        figures.put("type", type);
        figures.put("tenant", device.tenant());
        figures.put("device", device.id().toString());
        figures.put("state", state.name());
        figures.put("detail", detail);
        figures.put("lastReadAt", lastReadAt == null ? null : lastReadAt.toString());
        figures.put("lastValueAt", lastValueAt == null ? null : lastValueAt.toString());
        figures.put("valuesRead", valuesRead);
        figures.put("valuesNotStored", valuesNotStored);
        return figures;
    }
}
