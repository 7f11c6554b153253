package io.devicetrail.domain.enrolment;

import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.tenant.ListSigner;
import java.util.List;

/** Reads what makers sign their lists with. */
public interface ListSignatures {
    /** Whether a list without a signature is taken at all, of a maker who never signed one. */
    boolean unsignedTaken();

    /**
     * A signer's certificate.
     *
     * @param pem the certificate, PEM
     * @throws MalformedInput if it is none, or its key or use is not fit to sign lists, or its time is over
     */
    ListSigner signer(String field, String pem);

    /**
     * Whose signature it is.
     *
     * @param content the list, as it was signed
     * @param signature detached CMS (RFC 5652), PEM or Base64 of its DER bytes
     * @param trusted who may have signed it
     */
    Checked check(byte[] content, String signature, List<ListSigner> trusted);

    /** What came of it. */
    sealed interface Checked {
        record Signed(SignedBy by) implements Checked {}

        record Refused(EnrolmentRejection why) implements Checked {}
    }
}
