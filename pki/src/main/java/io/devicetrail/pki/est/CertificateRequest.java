package io.devicetrail.pki.est;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/**
 * A request for a certificate (PKCS #10, RFC 2986) whose signature shows that who asks has the key. Nothing else of it
 * counts: subject, extensions and validity are set here, whatever it asks for.
 */
record CertificateRequest(PublicKey key, PKCS10CertificationRequest signed) {
    /** One with a key of 8192 bits has 2 kilobytes. */
    static final int LARGEST_BYTES = 16 * 1024;

    static final int SHORTEST_RSA = 2048;
    /** Longer ones cost the server time, and who asks nothing. */
    static final int LONGEST_RSA = 8192;

    private static final Set<ASN1ObjectIdentifier> CURVES =
            Set.of(SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1);

    /**
     * @param body Base64 of the DER bytes, with or without line ends
     * @throws EstRefusal 400
     */
    static CertificateRequest read(byte[] body) {
        PKCS10CertificationRequest request = parsed(body);
        SubjectPublicKeyInfo info = request.getSubjectPublicKeyInfo();
        PublicKey key = key(info);
        try {
            if (request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                return new CertificateRequest(key, request);
            }
        } catch (PKCSException | OperatorCreationException | RuntimeException unverifiable) {
            // Answered below: whatever is wrong with a signature, it proves nothing.
        }
        throw bad("NO_PROOF_OF_POSSESSION: The request is not signed with the key that it is about.");
    }

    X500Name subject() {
        return signed.getSubject();
    }

    /**
     * Whether it asks for more than a certificate for its key: for extensions, but for the identifier of the key, which
     * Java's keytool always asks for, or by attributes that authorities have of their own. A challenge password is
     * one of those: some sign by it alone.
     */
    boolean asksForMore() {
        return Arrays.stream(signed.getAttributes()).anyMatch(CertificateRequest::isMore);
    }

    private static boolean isMore(Attribute attribute) {
        if (!attribute.getAttrType().equals(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)) {
            return true;
        }
        try {
            return Arrays.stream(attribute.getAttributeValues())
                    .flatMap(
                            value -> Arrays.stream(Extensions.getInstance(value).getExtensionOIDs()))
                    .anyMatch(asked -> !asked.equals(Extension.subjectKeyIdentifier));
        } catch (IllegalArgumentException unreadable) {
            return true;
        }
    }

    byte[] der() {
        try {
            return signed.getEncoded();
        } catch (IOException impossible) {
            throw new IllegalStateException("a request that was read can be written", impossible);
        }
    }

    private static PKCS10CertificationRequest parsed(byte[] body) {
        try {
            String text = new String(body, StandardCharsets.ISO_8859_1).replaceAll("\\s", "");
            return new PKCS10CertificationRequest(Base64.getDecoder().decode(text));
        } catch (IOException | RuntimeException noRequest) {
            throw bad("MALFORMED_REQUEST: The body must be a PKCS #10 request as Base64 of its DER bytes (RFC 7030).");
        }
    }

    private static PublicKey key(SubjectPublicKeyInfo info) {
        ASN1ObjectIdentifier algorithm = info.getAlgorithm().getAlgorithm();
        try {
            X509EncodedKeySpec encoded = new X509EncodedKeySpec(info.getEncoded());
            if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)
                    && CURVES.contains(info.getAlgorithm().getParameters())) {
                return KeyFactory.getInstance("EC").generatePublic(encoded);
            }
            if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)
                    && KeyFactory.getInstance("RSA").generatePublic(encoded) instanceof RSAPublicKey rsa
                    && rsa.getModulus().bitLength() >= SHORTEST_RSA
                    && rsa.getModulus().bitLength() <= LONGEST_RSA) {
                return rsa;
            }
        } catch (IOException | GeneralSecurityException | RuntimeException noKey) {
            // Answered below, like a key of another kind.
        }
        throw bad("KEY_UNFIT: The key must be ECDSA P-256 or P-384, or RSA of " + SHORTEST_RSA + " to " + LONGEST_RSA
                + " bits.");
    }

    private static EstRefusal bad(String sentence) {
        return new EstRefusal(EstRefusal.BAD_REQUEST, sentence);
    }
}
