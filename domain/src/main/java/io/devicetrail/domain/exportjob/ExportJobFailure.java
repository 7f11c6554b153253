package io.devicetrail.domain.exportjob;

/** Why an export job came to nothing. Clients branch on the name, people read the sentence. */
public enum ExportJobFailure {
    /** It overtook the count by which a request is refused. */
    QUEUE_FULL("Too many exports wait already; ask again when some of them are made."),
    TOO_LARGE("The files would be larger than one job may make; ask for a shorter period, or for fewer records."),
    REPORT_TOO_LARGE("There are more entries than a report takes; ask for less, or for the files without a report."),
    NOT_MADE(
            "The log could not be read, or the files could not be written, at any try; ask again when that is mended.");

    private final String sentence;

    ExportJobFailure(String sentence) {
        this.sentence = sentence;
    }

    /** What happened, and the mend. */
    public String sentence() {
        return sentence;
    }
}
