package io.devicetrail.audit.copy;

/** The files of a copy that show where its entries come from. */
public enum ProofFile implements CopyFile {
    /** The ledger's entry of each event that the copy has lines of: canonical JSON, a line each. */
    ENTRIES("ledger-entries", "ledger-entries.jsonl", "application/jsonl;charset=UTF-8"),
    /** Payloads as they are stored, where canonical JSON does not say all that the copy's lines do. */
    PAYLOADS("ledger-payloads", "ledger-payloads.jsonl", "application/jsonl;charset=UTF-8"),
    /** Leaf hashes of all events of the range, 32 bytes each: also of those that the copy does not have. */
    LEAVES("ledger-leaves", "ledger-leaves.bin", "application/octet-stream"),
    /** How to check a copy with tools of others. */
    GUIDE("guide", "VERIFY.md", "text/markdown;charset=UTF-8");

    private final String parameter;
    private final String fileName;
    private final String mediaType;

    ProofFile(String parameter, String fileName, String mediaType) {
        this.parameter = parameter;
        this.fileName = fileName;
        this.mediaType = mediaType;
    }

    @Override
    public String parameter() {
        return parameter;
    }

    @Override
    public String fileName() {
        return fileName;
    }

    @Override
    public String mediaType() {
        return mediaType;
    }

    /** Whether it has the contents of events, so that handing it out is an export. */
    boolean isOfEvents() {
        return this == ENTRIES || this == PAYLOADS;
    }
}
