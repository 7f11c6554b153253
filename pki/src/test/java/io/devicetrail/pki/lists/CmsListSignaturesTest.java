package io.devicetrail.pki.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.enrolment.ListSignatures.Checked;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.tenant.ListSigner;
import io.devicetrail.pki.authority.Pem;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

/** A maker's signature of its list, and what is none. */
class CmsListSignaturesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final byte[] LIST = "Flow AG\nP-1\tk1\nP-2\tk2\n".getBytes(StandardCharsets.UTF_8);

    private final KeyPair key = Makers.key("EC", 256);
    private final X509Certificate certificate = Makers.certificate("CN=lists,O=Flow AG", key, NOW, Duration.ofDays(30));
    private final CmsListSignatures signatures = at(NOW);
    private final ListSigner signer = signatures.signer("certificate", Pem.of(certificate));

    private static CmsListSignatures at(Instant now) {
        return new CmsListSignatures(new FactoryListSettings(true), Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void whoSignedIsSaid() {
        byte[] der = Makers.signed(LIST, key, certificate, false);
        String base64 = Base64.getEncoder().encodeToString(der);
        for (String signature : List.of(
                base64,
                Base64.getMimeEncoder().encodeToString(der),
                "-----BEGIN CMS-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END CMS-----\n",
                "-----BEGIN PKCS7-----\n" + base64 + "\n-----END PKCS7-----\n")) {
            assertThat(signatures.check(LIST, signature, List.of(signer)))
                    .isInstanceOfSatisfying(Checked.Signed.class, good -> {
                        assertThat(good.by().fingerprint()).isEqualTo(signer.fingerprint());
                        assertThat(good.by().subject()).isEqualTo("O=Flow AG,CN=lists");
                    });
        }
    }

    @Test
    void rsaSignsToo() {
        KeyPair rsa = Makers.key("RSA", 2048);
        X509Certificate other = Makers.certificate("CN=rsa", rsa, NOW, Duration.ofDays(1));
        String signature = Base64.getEncoder().encodeToString(Makers.signed(LIST, rsa, other, false));
        assertThat(signatures.check(LIST, signature, List.of(signer, signatures.signer("certificate", Pem.of(other)))))
                .isInstanceOf(Checked.Signed.class);
    }

    @Test
    void anAlteredListIsRefused() {
        assertThat(code(signatures, altered(), signature(), signer)).isEqualTo("LIST_SIGNATURE_WRONG");
    }

    @Test
    void aStrangersIsRefused() {
        KeyPair strange = Makers.key("EC", 256);
        X509Certificate his = Makers.certificate("CN=somebody", strange, NOW, Duration.ofDays(30));
        String signature = Base64.getEncoder().encodeToString(Makers.signed(LIST, strange, his, false));
        assertThat(code(signatures, LIST, signature, signer)).isEqualTo("LIST_SIGNER_UNKNOWN");
        assertThat(signatures.check(LIST, signature(), List.of()))
                .isInstanceOfSatisfying(
                        Checked.Refused.class,
                        bad -> assertThat(bad.why().code()).isEqualTo("LIST_SIGNER_UNKNOWN"));
    }

    /** The certificate that he carries has the maker's name and number, and another key. */
    @Test
    void aStrangerUnderTheMakersNameIsRefused() {
        KeyPair strange = Makers.key("EC", 256);
        String signature = Base64.getEncoder().encodeToString(Makers.signed(LIST, strange, certificate, false));
        assertThat(code(signatures, LIST, signature, signer)).isEqualTo("LIST_SIGNATURE_WRONG");
    }

    @Test
    void afterTheCertificatesEndItIsRefused() {
        assertThat(code(at(NOW.plus(Duration.ofDays(31))), LIST, signature(), signer))
                .isEqualTo("LIST_SIGNER_OVER");
        assertThat(code(at(NOW.minus(Duration.ofDays(1))), LIST, signature(), signer))
                .isEqualTo("LIST_SIGNER_OVER");
    }

    /** Name and number are the maker's word: another certificate may have both. */
    @Test
    void ofSeveralThatHaveTheNameTheOneThatSignedCounts() {
        KeyPair twin = Makers.key("EC", 256);
        ListSigner other = signer(Makers.certificate("CN=lists,O=Flow AG", twin, NOW, Duration.ofDays(30)));
        ListSigner over = signer(Makers.certificate("CN=lists,O=Flow AG", key, NOW, Duration.ofDays(1)));
        for (List<ListSigner> trusted :
                List.of(List.of(other, signer), List.of(signer, other), List.of(over, signer))) {
            assertThat(at(NOW.plus(Duration.ofDays(2))).check(LIST, signature(), trusted))
                    .isInstanceOfSatisfying(
                            Checked.Signed.class,
                            good -> assertThat(good.by().fingerprint()).isEqualTo(signer.fingerprint()));
        }
        assertThat(at(NOW.plus(Duration.ofDays(2))).check(LIST, signature(), List.of(other, over)))
                .as("who signed is known, and over")
                .isInstanceOfSatisfying(
                        Checked.Refused.class,
                        bad -> assertThat(bad.why().code()).isEqualTo("LIST_SIGNER_OVER"));
        assertThat(at(NOW.plus(Duration.ofDays(2))).check(altered(), signature(), List.of(over, other)))
                .isInstanceOfSatisfying(
                        Checked.Refused.class,
                        bad -> assertThat(bad.why().code()).isEqualTo("LIST_SIGNATURE_WRONG"));
    }

    private ListSigner signer(X509Certificate of) {
        return signatures.signer("certificate", Pem.of(of));
    }

    private static byte[] altered() {
        return "Flow AG\nP-1\tk1\nP-2\tk3\n".getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsNoDetachedSignatureOfOneIsRefused() {
        String carrying = Base64.getEncoder().encodeToString(Makers.signed(LIST, key, certificate, true));
        assertThat(code(signatures, LIST, carrying, signer)).isEqualTo("LIST_SIGNATURE_MALFORMED");
        for (String none :
                List.of("", "?", "AAAA", "A".repeat(70_000), signature().substring(8))) {
            assertThat(code(signatures, LIST, none, signer)).isEqualTo("LIST_SIGNATURE_MALFORMED");
        }
        String nobodys = Base64.getEncoder().encodeToString(Makers.signedByNobody());
        assertThat(code(signatures, LIST, nobodys, signer)).isEqualTo("LIST_SIGNATURE_MALFORMED");
        String weak = Base64.getEncoder().encodeToString(Makers.signedWith("SHA1withECDSA", LIST, key, certificate));
        assertThat(code(signatures, LIST, weak, signer)).isEqualTo("LIST_SIGNATURE_MALFORMED");
    }

    @Test
    void aSignersCertificateMustBeFitForIt() {
        refused("no certificate", "must be one certificate");
        refused(Pem.of(certificate) + Pem.of(certificate), "must be one certificate");
        refused(Pem.of(Makers.certificate("CN=x", key, NOW.minus(Duration.ofDays(9)), Duration.ofDays(1))), "not now");
        refused(Pem.of(Makers.certificate("CN=x", key, NOW.plus(Duration.ofDays(1)), Duration.ofDays(1))), "not now");
        refused(
                Pem.of(Makers.certificate("CN=x", Makers.key("RSA", 1024), NOW, Duration.ofDays(1))),
                "RSA of 2048 to 8192");
        refused(
                Pem.of(Makers.certificate("CN=x", key, NOW, Duration.ofDays(1), KeyUsage.keyCertSign)),
                "not for signatures");
    }

    private void refused(String pem, String why) {
        assertThatThrownBy(() -> signatures.signer("certificate", pem))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining(why);
    }

    private String signature() {
        return Base64.getEncoder().encodeToString(Makers.signed(LIST, key, certificate, false));
    }

    private static String code(CmsListSignatures by, byte[] list, String signature, ListSigner trusted) {
        return by.check(list, signature, List.of(trusted)) instanceof Checked.Refused refused
                ? refused.why().code()
                : "taken";
    }
}
