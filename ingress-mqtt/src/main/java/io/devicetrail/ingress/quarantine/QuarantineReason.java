package io.devicetrail.ingress.quarantine;

/** Why a message is in quarantine. The names are stored and shown: never renamed. docs/mqtt.md tells each. */
public enum QuarantineReason {
    MALFORMED_TOPIC,
    TOO_LARGE,
    MALFORMED_JSON,
    MALFORMED_MESSAGE,
    NO_SEQUENCE,
    BAD_TIME,
    BAD_QUALITY,
    UNKNOWN_DEVICE,
    CONTRACT_PENDING,
    WRONG_TENANT,
    DEVICE_ENDED,
    UNKNOWN_NAME,
    WRONG_TYPE,
    OUT_OF_RANGE,
    UNKNOWN_ANSWER,
    COMMAND_UNKNOWN,
    NOT_STORABLE
}
