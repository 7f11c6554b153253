package io.devicetrail.update.metadata;

import tools.jackson.databind.node.ObjectNode;

/**
 * How one role names the file of another: so that nothing can be mixed from two moments of the repository.
 *
 * @param length in bytes
 */
public record FileVersion(long version, long length, String sha256) {

    public static FileVersion of(long version, byte[] bytes) {
        return new FileVersion(version, bytes.length, Digest.sha256(bytes));
    }

    /** Length and hash may be left out by TUF; here both have to be there. */
    static FileVersion read(Fields meta, Role named) {
        Fields fields = meta.object(named.fileName());
        return new FileVersion(
                fields.number("version", 1),
                fields.number("length", 1),
                fields.object("hashes").hex("sha256", Digest.BYTES));
    }

    void writeTo(ObjectNode json, Role named) {
        ObjectNode file = json.putObject("meta")
                .putObject(named.fileName())
                .put("version", version)
                .put("length", length);
        file.putObject("hashes").put("sha256", sha256);
    }

    public boolean describes(byte[] bytes) {
        return bytes.length == length && Digest.sha256(bytes).equals(sha256);
    }
}
