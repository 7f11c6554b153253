package io.devicetrail.pki.lists;

import io.devicetrail.domain.enrolment.EnrolmentRejection;
import io.devicetrail.domain.enrolment.EnrolmentRejection.ListSignatureMalformed;
import io.devicetrail.domain.enrolment.EnrolmentRejection.ListSignatureWrong;
import io.devicetrail.domain.enrolment.EnrolmentRejection.ListSignerOver;
import io.devicetrail.domain.enrolment.EnrolmentRejection.ListSignerUnknown;
import io.devicetrail.domain.enrolment.ListSignatures;
import io.devicetrail.domain.enrolment.SignedBy;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.tenant.ListSigner;
import io.devicetrail.pki.authority.CertificateFingerprint;
import io.devicetrail.pki.authority.Pem;
import io.devicetrail.pki.authority.Validity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerId;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Detached CMS (RFC 5652). Certificates within a signature are not looked at, nor who issued the signer's: what counts is
 * the very certificate that somebody of the tenant trusted.
 */
@Component
class CmsListSignatures implements ListSignatures {
    /** Of the text of a signature; one with a chain of three certificates has 6 KiB. */
    static final int LONGEST_SIGNATURE = 64 * 1024;
    /** Of the text of a certificate. */
    static final int LONGEST_CERTIFICATE = 16 * 1024;

    private static final int SHORTEST_RSA = 2048;
    /** Longer ones cost the server time. */
    private static final int LONGEST_RSA = 8192;

    private static final Set<Integer> CURVES = Set.of(256, 384, 521);
    private static final Set<ASN1ObjectIdentifier> DIGESTS =
            Set.of(NISTObjectIdentifiers.id_sha256, NISTObjectIdentifiers.id_sha384, NISTObjectIdentifiers.id_sha512);
    /** Places in the extension keyUsage (RFC 5280, 4.2.1.3). */
    private static final int DIGITAL_SIGNATURE = 0;

    private static final int NON_REPUDIATION = 1;
    /** Of what a signature says of its signer, in a refusal. */
    private static final int LONGEST_NAME = 200;

    private final FactoryListSettings settings;
    private final Clock clock;

    CmsListSignatures(FactoryListSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public boolean unsignedTaken() {
        return settings.unsigned();
    }

    @Override
    public ListSigner signer(String field, String pem) {
        X509Certificate certificate = certificate(field, pem);
        Validity validity = Validity.of(certificate);
        if (!validity.covers(clock.instant())) {
            throw new MalformedInput(
                    field, "is valid from " + validity.notBefore() + " to " + validity.notAfter() + ", and not now");
        }
        if (!hasFitKey(certificate)) {
            throw new MalformedInput(
                    field, "must have a key of ECDSA P-256, P-384 or P-521, or RSA of 2048 to 8192 bits");
        }
        boolean[] use = certificate.getKeyUsage();
        if (use != null && !use[DIGITAL_SIGNATURE] && !use[NON_REPUDIATION]) {
            throw new MalformedInput(field, "is not for signatures: its key usage names neither of the two that are");
        }
        return new ListSigner(
                CertificateFingerprint.of(certificate),
                certificate.getSubjectX500Principal().getName(),
                validity.notBefore(),
                validity.notAfter(),
                Pem.of(certificate));
    }

    private static X509Certificate certificate(String field, String pem) {
        if (pem.length() > LONGEST_CERTIFICATE) {
            throw new MalformedInput(field, "is longer than " + LONGEST_CERTIFICATE + " characters");
        }
        try {
            Collection<? extends java.security.cert.Certificate> read = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
            if (read.size() == 1 && read.iterator().next() instanceof X509Certificate one) {
                return one;
            }
        } catch (CertificateException noCertificate) {
            // Answered below.
        }
        throw new MalformedInput(field, "must be one certificate, PEM");
    }

    private static boolean hasFitKey(X509Certificate certificate) {
        if (certificate.getPublicKey() instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            return bits >= SHORTEST_RSA && bits <= LONGEST_RSA;
        }
        return certificate.getPublicKey() instanceof ECPublicKey ec
                && CURVES.contains(ec.getParams().getCurve().getField().getFieldSize());
    }

    @Override
    public Checked check(byte[] content, String signature, List<ListSigner> trusted) {
        try {
            CMSSignedData message = read(content, signature);
            SignerInformation by = onlySigner(message);
            return checked(
                    by, trusted.stream().filter(one -> isBy(by.getSID(), one)).toList());
        } catch (Unreadable e) {
            return refused(new ListSignatureMalformed(e.what));
        }
    }

    /** Several may have one name: a number is the signer's word. Of those the one counts that is valid and signed. */
    private Checked checked(SignerInformation by, List<ListSigner> named) {
        if (named.isEmpty()) {
            return refused(new ListSignerUnknown(nameOf(by.getSID())));
        }
        Instant now = clock.instant();
        List<ListSigner> signed = named.stream().filter(one -> isRight(by, one)).toList();
        Optional<ListSigner> good = first(signed, now);
        if (good.isPresent()) {
            ListSigner signer = good.get();
            return new Checked.Signed(new SignedBy(signer.fingerprint(), signer.subject()));
        }
        if (signed.isEmpty() && first(named, now).isPresent()) {
            return refused(new ListSignatureWrong());
        }
        List<ListSigner> over = signed.isEmpty() ? named : signed;
        return refused(new ListSignerOver(over.getFirst().fingerprint()));
    }

    private static Optional<ListSigner> first(List<ListSigner> signers, Instant now) {
        return signers.stream()
                .filter(one -> new Validity(one.notBefore(), one.notAfter()).covers(now))
                .findFirst();
    }

    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;
        private final String what;

        Unreadable(String what, @Nullable Throwable cause) {
            super(what, cause);
            this.what = what;
        }
    }

    private static CMSSignedData read(byte[] content, String signature) throws Unreadable {
        if (signature.length() > LONGEST_SIGNATURE) {
            throw new Unreadable("it is longer than " + LONGEST_SIGNATURE + " characters", null);
        }
        try {
            byte[] der = Base64.getDecoder().decode(signature.replaceAll("-----(BEGIN|END) [A-Z0-9 ]+-----|\\s", ""));
            if (!new CMSSignedData(der).isDetachedSignature()) {
                throw new Unreadable("it carries what it signs", null);
            }
            return new CMSSignedData(new CMSProcessableByteArray(content), der);
        } catch (CMSException | RuntimeException e) {
            throw new Unreadable("it cannot be read", e);
        }
    }

    private static SignerInformation onlySigner(CMSSignedData message) throws Unreadable {
        Collection<SignerInformation> signers = message.getSignerInfos().getSigners();
        if (signers.size() != 1) {
            throw new Unreadable("it has " + signers.size() + " signers", null);
        }
        SignerInformation by = signers.iterator().next();
        if (!DIGESTS.contains(new ASN1ObjectIdentifier(by.getDigestAlgOID()))) {
            throw new Unreadable("it is not made with SHA-256, SHA-384 or SHA-512", null);
        }
        return by;
    }

    private static boolean isBy(SignerId id, ListSigner signer) {
        try {
            return id.match(new X509CertificateHolder(x509(signer).getEncoded()));
        } catch (CertificateException | IOException damaged) {
            throw new IllegalStateException("a certificate that was trusted can be read", damaged);
        }
    }

    private static boolean isRight(SignerInformation by, ListSigner signer) {
        try {
            return by.verify(
                    new JcaSimpleSignerInfoVerifierBuilder().build(x509(signer).getPublicKey()));
        } catch (CMSException | OperatorCreationException | RuntimeException wrong) {
            // Whatever is wrong with a signature, it proves nothing.
            return false;
        }
    }

    private static X509Certificate x509(ListSigner signer) {
        return Validity.parsed(signer.pem().getBytes(StandardCharsets.US_ASCII));
    }

    private static String nameOf(SignerId id) {
        String name = id.getSerialNumber() == null
                ? "one that is named by its key alone"
                : "number " + id.getSerialNumber().toString(16) + " of " + id.getIssuer();
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    }

    private static Checked refused(EnrolmentRejection why) {
        return new Checked.Refused(why);
    }
}
