package io.devicetrail.update.metadata;

/** Metadata or an image was not taken. Who acts on it goes by {@link #refusal}, never by the words. */
public final class UpdateRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    public UpdateRefused(Refusal refusal, String what) {
        super(refusal + ": " + what + "; " + refusal.mend());
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
