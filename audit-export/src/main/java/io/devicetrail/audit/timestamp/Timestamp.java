package io.devicetrail.audit.timestamp;

import io.devicetrail.audit.ledger.tree.NotVerified;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.util.Store;

/** Verifying what an authority answered: RFC 3161, section 2.3 and 2.4.2. */
public final class Timestamp {
    private Timestamp() {}

    /**
     * @param answer of the authority, DER
     * @param data that it is to be for
     * @param trusted certificates of authorities, or of those who certify them
     * @return when the data were there at the latest, by the authority's clock
     * @throws NotVerified if it is for other data, or nobody trusted signed it
     */
    public static Instant verify(byte[] answer, byte[] data, List<X509Certificate> trusted) {
        try {
            TimeStampToken token = new TimeStampResponse(answer).getTimeStampToken();
            if (token == null) {
                throw new NotVerified("the authority granted no time-stamp");
            }
            boolean ofData = token.getTimeStampInfo().getMessageImprintAlgOID().equals(NISTObjectIdentifiers.id_sha256)
                    && Arrays.equals(token.getTimeStampInfo().getMessageImprintDigest(), sha256(data));
            if (!ofData) {
                throw new NotVerified("the time-stamp is for other data");
            }
            X509Certificate signer = signed(token);
            Instant time = CertificatePath.timeOf(token);
            CertificatePath.require(signer, certificates(token), trusted, time);
            return time;
        } catch (NotVerified e) {
            throw e;
        } catch (TSPException | OperatorCreationException | CertificateException | IOException | RuntimeException e) {
            // The library has no one kind of exception for what is malformed.
            throw new NotVerified("the time-stamp is not right: " + e.getMessage(), e);
        }
    }

    /**
     * Whether it is rightly signed by the certificate it brings; whose that is, is not looked at.
     *
     * @throws NotVerified if it is not
     */
    static void requireSigned(TimeStampToken token) {
        try {
            signed(token);
        } catch (NotVerified e) {
            throw e;
        } catch (TSPException | OperatorCreationException | CertificateException | RuntimeException e) {
            throw new NotVerified("the time-stamp is not rightly signed: " + e.getMessage(), e);
        }
    }

    static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static X509Certificate signed(TimeStampToken token)
            throws TSPException, OperatorCreationException, CertificateException {
        X509Certificate signer = signer(token);
        token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
        return signer;
    }

    private static X509Certificate signer(TimeStampToken token) throws CertificateException {
        Store<X509CertificateHolder> all = token.getCertificates();
        for (X509CertificateHolder holder : all.getMatches(null)) {
            if (token.getSID().match(holder)) {
                return new JcaX509CertificateConverter().getCertificate(holder);
            }
        }
        throw new NotVerified("the time-stamp does not bring its signer's certificate");
    }

    private static List<X509Certificate> certificates(TimeStampToken token) throws CertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        Store<X509CertificateHolder> all = token.getCertificates();
        for (X509CertificateHolder holder : all.getMatches(null)) {
            certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
        }
        return certificates;
    }
}
