package io.devicetrail.update.metadata;

/** Why metadata or an image is not taken. The name is the code that a device reports; {@link #mend} is for people. */
public enum Refusal {
    MALFORMED_METADATA("publish metadata of TUF 1.0, canonical and complete"),
    UNSUPPORTED_SPECIFICATION("publish metadata of TUF 1.x"),
    WRONG_ROLE("publish each role under its own name"),
    KEY_ID_DIFFERS("name each key by the SHA-256 of its canonical form"),
    TOO_FEW_SIGNATURES("sign with as many keys of the role as its threshold asks for"),
    FILE_MISSING("publish targets and snapshot before the timestamp that leads to them"),
    FILE_TOO_LONG("nothing may be longer than its bound; look who answers in the repository's place"),
    ROOT_NOT_NEXT("publish each root under the number of its version, and none left out"),
    TIMESTAMP_ROLLED_BACK("publish a timestamp that is not older than the one the device has seen"),
    SNAPSHOT_ROLLED_BACK("publish a snapshot that is not older than the one the device has seen"),
    TARGETS_ROLLED_BACK("publish targets that are not older than those the device has seen"),
    ROOT_EXPIRED("publish a new root"),
    TIMESTAMP_EXPIRED(
            "renew the timestamp; if it was renewed, something keeps it from the device, or its clock is wrong"),
    SNAPSHOT_EXPIRED("publish a new snapshot"),
    TARGETS_EXPIRED("publish new targets"),
    SNAPSHOT_DIFFERS("publish the snapshot that the timestamp describes"),
    TARGETS_DIFFER("publish the targets that the snapshot describes"),
    TARGET_UNKNOWN("publish the image before it is offered"),
    TARGET_TRUNCATED("serve the image whole"),
    TARGET_TOO_LONG("serve the image and nothing behind it"),
    TARGET_ALTERED("serve the image as it was signed"),
    WRONG_DEVICE_MODEL("offer a release for this device's model"),
    WRONG_MODEL_VERSION("offer a release for this device's version of its model"),
    WRONG_HARDWARE("offer a release for this device's hardware revision"),
    WRONG_PRECURSOR("offer a release in between first");

    private final String mend;

    Refusal(String mend) {
        this.mend = mend;
    }

    public String mend() {
        return mend;
    }

    static Refusal expired(Role role) {
        return switch (role) {
            case ROOT -> ROOT_EXPIRED;
            case TARGETS -> TARGETS_EXPIRED;
            case SNAPSHOT -> SNAPSHOT_EXPIRED;
            case TIMESTAMP -> TIMESTAMP_EXPIRED;
        };
    }
}
