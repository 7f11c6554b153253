package io.devicetrail.queryside.fleetsearch;

import io.devicetrail.domain.connectivity.ConnectivityEvent;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.enrolment.EnrolmentEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the fleet index holds of one device. Pure: made from the device's events and its model's name, nothing else. */
record FleetDocument(TreeMap<String, Object> fields) {
    static final String DEVICE = "deviceId";
    static final String TENANT = "tenant";
    static final String SITE = "site";
    static final String SERIAL_NUMBER = "serialNumber";
    static final String MODEL = "model";
    static final String MODEL_VERSION = "modelVersion";
    static final String HARDWARE_REVISION = "hardwareRevision";
    static final String BATCH = "batch";
    static final String TAGS = "tags";
    static final String LIFE_CYCLE = "lifeCycle";
    static final String CONNECTIVITY = "connectivity";
    static final String WORDS = "words";
    /** When the last of its certificates that stand ends; not there for a device without one. */
    static final String CERTIFICATE_ENDS_AT = "certificateEndsAt";

    private static final String TAG_VALUES = "tagValues";
    /** Ends by fingerprint, of those that stand. */
    private static final String CERTIFICATES = "certificates";

    private static final String POSITION = "position";

    static FleetDocument of(DeviceEvent.DeviceRegistered e, String modelName, long position) {
        FleetDocument document = new FleetDocument(new TreeMap<>());
        document.set(DEVICE, e.device());
        document.set(TENANT, e.tenant());
        document.set(SITE, e.site());
        document.set("manufacturer", e.manufacturer());
        document.set(SERIAL_NUMBER, e.serialNumber());
        document.set(MODEL, e.model());
        document.set("modelName", modelName);
        document.fields.put(MODEL_VERSION, e.modelVersion());
        document.set(HARDWARE_REVISION, e.hardwareRevision());
        document.set(BATCH, e.batch());
        document.set("gateway", e.gateway());
        document.set(LIFE_CYCLE, "REGISTERED");
        document.setTags(new TreeMap<>(e.tags()));
        return document.at(position);
    }

    /** This document after the event. */
    FleetDocument after(DeviceEvent event, long position) {
        FleetDocument next = new FleetDocument(new TreeMap<>(fields));
        switch (event) {
            case DeviceEvent.DeviceRegistered e -> throw new IllegalStateException("registered twice: " + e.device());
            case DeviceEvent.LifeCycleEvent e -> next.set(LIFE_CYCLE, e.to());
            case DeviceEvent.DevicePlaceTaken e -> {
                return this;
            }
            case DeviceEvent.DeviceMoved e -> next.set(SITE, e.to());
            case DeviceEvent.DeviceAttachedToGateway e -> next.set("gateway", e.to());
            case DeviceEvent.DeviceTagged e -> {
                TreeMap<String, Object> tags = tagValues();
                tags.put(e.name(), e.to());
                next.setTags(tags);
            }
            case DeviceEvent.DeviceUntagged e -> {
                TreeMap<String, Object> tags = tagValues();
                tags.remove(e.name());
                next.setTags(tags);
            }
            case DeviceEvent.DeviceHardwareRevised e -> next.set(HARDWARE_REVISION, e.to());
            case DeviceEvent.DeviceModelVersionChanged e -> next.fields.put(MODEL_VERSION, e.to());
        }
        return next.at(Math.max(position(), position));
    }

    FleetDocument after(ConnectivityEvent event, long position) {
        FleetDocument next = new FleetDocument(new TreeMap<>(fields));
        switch (event) {
            case ConnectivityEvent.ConnectivityChanged e -> next.set(CONNECTIVITY, e.to());
        }
        return next.at(Math.max(position(), position));
    }

    FleetDocument after(EnrolmentEvent event, long position) {
        FleetDocument next = new FleetDocument(new TreeMap<>(fields));
        switch (event) {
            case EnrolmentEvent.DeviceEnrolmentAllowed e -> {
                return this;
            }
            case EnrolmentEvent.FactoryKeyImported e -> {
                return this;
            }
            case EnrolmentEvent.DeviceClaimed e -> {
                return this;
            }
            case EnrolmentEvent.DeviceCertificateIssued e -> {
                TreeMap<String, Object> standing = values(CERTIFICATES);
                standing.values()
                        .removeIf(end -> Instant.parse(String.valueOf(end))
                                .isBefore(e.certificate().notBefore()));
                standing.put(
                        e.certificate().fingerprint(),
                        e.certificate().notAfter().toString());
                next.setCertificates(standing);
            }
            case EnrolmentEvent.DeviceCertificateRevoked e -> {
                TreeMap<String, Object> standing = values(CERTIFICATES);
                standing.remove(e.fingerprint());
                next.setCertificates(standing);
            }
        }
        return next.at(Math.max(position(), position));
    }

    private void setCertificates(TreeMap<String, Object> standing) {
        fields.put(CERTIFICATES, standing);
        set(
                CERTIFICATE_ENDS_AT,
                standing.values().stream()
                        .map(end -> Instant.parse(String.valueOf(end)))
                        .max(Comparator.naturalOrder())
                        .orElse(null));
    }

    /** A tag as it is searched for. */
    static String tag(String name, Object value) {
        return name + "=" + value;
    }

    /** Log index of the last of its events. An event that was held back comes after later ones, and is not the last. */
    long position() {
        return fields.get(POSITION) instanceof Number number ? number.longValue() : -1;
    }

    private FleetDocument at(long position) {
        fields.put(POSITION, position);
        return this;
    }

    private void set(String field, @Nullable Object value) {
        if (value == null) {
            fields.remove(field);
        } else {
            fields.put(field, value.toString());
        }
    }

    /** Kept by name beside the searched form, from which a name with an equals sign could not be told. */
    private void setTags(TreeMap<String, Object> tags) {
        fields.put(TAG_VALUES, tags);
        fields.put(
                TAGS,
                tags.entrySet().stream()
                        .map(tag -> tag(tag.getKey(), tag.getValue()))
                        .toList());
    }

    private TreeMap<String, Object> tagValues() {
        return values(TAG_VALUES);
    }

    private TreeMap<String, Object> values(String field) {
        TreeMap<String, Object> values = new TreeMap<>();
        if (fields.get(field) instanceof Map<?, ?> stored) {
            stored.forEach((name, value) -> values.put(String.valueOf(name), String.valueOf(value)));
        }
        return values;
    }
}
