package io.devicetrail.audit.copy;

/** The files of a copy would be larger than they may. */
public final class CopyTooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CopyTooLarge(long most) {
        super("the files of the copy are larger than " + most + " bytes");
    }
}
