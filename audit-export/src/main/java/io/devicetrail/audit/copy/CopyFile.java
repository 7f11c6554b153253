package io.devicetrail.audit.copy;

/** A file that can be asked for, with its name in requests and in a folder. */
public sealed interface CopyFile permits CopyFormat, ProofFile, ReportFile {
    /** Its name in requests, and in a manifest its format. */
    String parameter();

    String fileName();

    String mediaType();
}
