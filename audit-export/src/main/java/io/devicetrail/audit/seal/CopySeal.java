package io.devicetrail.audit.seal;

import io.devicetrail.audit.ledger.LedgerBroken;
import io.devicetrail.audit.ledger.LedgerFolder;
import io.devicetrail.audit.ledger.LedgerKeys;
import io.devicetrail.audit.ledger.LedgerStore;
import io.devicetrail.audit.ledger.keys.OwnersFile;
import io.devicetrail.audit.ledger.note.NoteSigner;
import io.devicetrail.audit.ledger.note.SignatureType;
import io.devicetrail.audit.ledger.note.SignedNote;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Signs manifests. Its own key, on P-256, is for the CMS signature alone, as OpenSSL 3.0 takes no Ed25519 there; what
 * vouches for that key is the ledger's, whose note holds the hash of the CMS signature. It may be lost or replaced at any
 * time: it is never trusted by itself.
 */
public final class CopySeal {
    /** In the home's secrets: the private key and its certificate, PEM. */
    static final String FILE = "copy-seal.pem";

    private static final String PRIVATE = "PRIVATE KEY";
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final int SERIAL_BITS = 64;
    private static final String BEGIN = "20000101000000Z";
    private static final String NEVER = "99991231235959Z";

    private final PrivateKey key;
    private final X509Certificate certificate;

    private CopySeal(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /**
     * What goes beside a manifest.
     *
     * @param cms detached signature, DER
     * @param note signed note over the hashes of both
     */
    public record Seal(byte[] cms, byte[] note) {}

    /**
     * The key is made if there is none.
     *
     * @param secrets a folder that only the owner may enter
     * @throws LedgerBroken if it is there and cannot be used, or others may read it
     */
    public static CopySeal in(Path secrets) throws IOException {
        OwnersFile.require(secrets.resolve(FILE));
        LedgerStore store = LedgerFolder.existing(secrets);
        try {
            return parse(new String(store.read(FILE), StandardCharsets.US_ASCII));
        } catch (NoSuchFileException first) {
            CopySeal made = make();
            String text = pem(PRIVATE, made.key.getEncoded()) + pem(CERTIFICATE, encoded(made.certificate));
            store.replace(FILE, text.getBytes(StandardCharsets.US_ASCII));
            return made;
        }
    }

    /** @param keys of the ledger; that which signs notes signs this one */
    public Seal seal(Sealed what, byte[] manifest, LedgerKeys keys, Instant at) {
        byte[] cms = CmsSignature.sign(manifest, key, certificate, at);
        String text = SealNote.text(what, manifest, cms);
        NoteSigner signer = keys.signers().stream()
                .filter(one -> one.verifier().type() == SignatureType.ED25519)
                .findFirst()
                .orElseThrow();
        SignedNote note = new SignedNote(text, List.of(signer.sign(text, at)));
        return new Seal(cms, note.print().getBytes(StandardCharsets.UTF_8));
    }

    private static CopySeal make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            var name = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.CN, "Devicetrail copy seal")
                    .build();
            byte[] certificate = new X509v3CertificateBuilder(
                            name,
                            new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS - 1),
                            new Time(new ASN1GeneralizedTime(BEGIN)),
                            new Time(new ASN1GeneralizedTime(NEVER)),
                            name,
                            SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()))
                    .build(new JcaContentSignerBuilder(CmsSignature.ALGORITHM).build(pair.getPrivate()))
                    .getEncoded();
            return new CopySeal(pair.getPrivate(), certificate(certificate));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("this Java makes no P-256 certificate", e);
        }
    }

    private static CopySeal parse(String pem) {
        try {
            PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(block(pem, PRIVATE)));
            return new CopySeal(key, certificate(block(pem, CERTIFICATE)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new LedgerBroken(
                    FILE + " in the secrets cannot be used; move it away, and another is made at the next start", e);
        }
    }

    private static X509Certificate certificate(byte[] der) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate just made cannot be written", e);
        }
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private static byte[] block(String pem, String label) {
        Matcher matcher = Pattern.compile(
                        "-----BEGIN " + label + "-----\n(.*?)-----END " + label + "-----", Pattern.DOTALL)
                .matcher(pem);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no " + label);
        }
        return Base64.getMimeDecoder().decode(matcher.group(1));
    }
}
