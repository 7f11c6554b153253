package io.devicetrail.audit.copy;

/** What is told beside the entries of a trail, folded from the same log. */
public enum ReportFile implements CopyFile {
    /** What a rollout came to. */
    ROLLOUT("rollout-report", "rollout-report.json", "application/json");

    private final String parameter;
    private final String fileName;
    private final String mediaType;

    ReportFile(String parameter, String fileName, String mediaType) {
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
}
