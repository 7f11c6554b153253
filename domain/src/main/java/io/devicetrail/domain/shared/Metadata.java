package io.devicetrail.domain.shared;

import java.util.List;

/** The names of the metadata entries of every event. They are part of the catalogue: stored for ever, never renamed. */
public final class Metadata {
    public static final String TENANT = "tenant";
    public static final String SITE = "site";
    public static final String ACTOR_TYPE = "actorType";
    public static final String ACTOR_ID = "actorId";
    public static final String ACTOR_NAME = "actorName";
    public static final String ACTOR_ROLE = "actorRole";
    public static final String AUTHENTICATION = "authentication";
    public static final String ADDRESS = "address";
    public static final String CLIENT = "client";
    public static final String REASON_CODE = "reasonCode";
    public static final String REASON = "reason";
    public static final String SIGNATURE_ID = "signatureId";
    public static final String CORRELATION_ID = "correlationId";
    public static final String CAUSATION_ID = "causationId";
    public static final String COMMAND_ID = "commandId";
    /** UTC, ISO 8601, microseconds. */
    public static final String RECORDED_AT = "recordedAt";
    /** Offset of the server's clock from its time source by the kernel's account, milliseconds; absent if it has none. */
    public static final String CLOCK_OFFSET_MILLIS = "clockOffsetMillis";
    /** Most the server's clock may be wrong by the kernel's account, milliseconds; 16,000 or more without a time source. */
    public static final String CLOCK_UNCERTAINTY_MILLIS = "clockUncertaintyMillis";
    /** IANA zone of the server that recorded the event. */
    public static final String ZONE = "zone";

    /** What an event inherits from the command that caused it. */
    public static final List<String> INHERITED = List.of(
            TENANT,
            SITE,
            ACTOR_TYPE,
            ACTOR_ID,
            ACTOR_NAME,
            ACTOR_ROLE,
            AUTHENTICATION,
            ADDRESS,
            CLIENT,
            REASON_CODE,
            REASON,
            SIGNATURE_ID);

    private Metadata() {}
}
