package io.devicetrail.pki.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.domain.enrolment.RevocationReason;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.authority.AuthorityStore;
import io.devicetrail.pki.authority.CertificateAuthority;
import io.devicetrail.pki.authority.CertificateFingerprint;
import io.devicetrail.pki.authority.CertificateUse;
import io.devicetrail.pki.authority.Pem;
import io.devicetrail.pki.authority.PlatformAuthority;
import io.devicetrail.pki.authority.Validity;
import io.devicetrail.pki.certificates.CertificatesOfTests;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CRLReason;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPRequest;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.Request;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.ocsp.TBSRequest;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // set before each test
class RevocationTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId RIVAL = new TenantId("rival");
    private static final DeviceId PUMP = DeviceId.of(ACME, "Flow AG", "P-1");
    private static final BigInteger ONE = new BigInteger("80f1", 16);
    private static final BigInteger TWO = new BigInteger("80f2", 16);
    private static final Instant BEGIN = Instant.parse("2026-11-21T10:00:00Z");
    private static final int GOOD = 0;
    private static final int REVOKED = 1;
    private static final int UNKNOWN = 2;

    private final CertificatesOfTests log = new CertificatesOfTests();
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    @TempDir
    Path folder;

    private Instant now = BEGIN;
    private PlatformAuthority platform;
    private RevocationLists lists;
    private OcspResponder responder;

    @BeforeEach
    void open() {
        platform = PlatformAuthority.open(AuthorityStore.open(folder.resolve("a.p12"), "secret"), clock);
        lists = new RevocationLists(platform, log.revoked(), clock);
        responder = new OcspResponder(platform, log.revoked(), clock);
        log.device(ACME, PUMP);
        log.device(RIVAL, DeviceId.of(RIVAL, "Flow AG", "P-1"));
        log.issued(ACME, PUMP, ONE, BEGIN.plus(Duration.ofDays(9)));
        log.issued(ACME, PUMP, TWO, BEGIN.plus(Duration.ofDays(9)));
        platform.of(ACME);
    }

    @Test
    void aListIsMadeAnewAtEachRevocationAndBeforeItsEnd() throws GeneralSecurityException {
        X509CRL first = list();
        assertThat(first.getRevokedCertificates()).isNull();
        now = BEGIN.plus(RevocationLists.FRESH).minusSeconds(1);
        assertThat(list()).isEqualTo(first);
        log.revoked(ACME, PUMP, ONE, RevocationReason.KEY_COMPROMISE, now);
        X509CRL second = list();
        assertThat(second.getRevokedCertificate(ONE).getRevocationReason()).isEqualTo(CRLReason.KEY_COMPROMISE);
        assertThat(second.getRevokedCertificate(TWO)).isNull();
        assertThat(number(second)).isGreaterThan(number(first));
        log.revoked(ACME, PUMP, TWO, RevocationReason.UNSPECIFIED, now);
        assertThat(number(list())).as("in the same millisecond").isGreaterThan(number(second));
        now = now.plus(RevocationLists.FRESH);
        assertThat(number(list())).isGreaterThan(number(second).add(BigInteger.ONE));
        now = BEGIN.plus(Duration.ofDays(9)).plus(RevocationLists.KEPT).plusSeconds(1);
        assertThat(list().getRevokedCertificates()).as("over long ago").isNull();
    }

    @Test
    void whoNeverIssuedAnythingHasNoList() {
        assertThat(lists.list(RIVAL)).isEmpty();
        assertThat(platform.known(RIVAL)).as("asking makes no authority").isEmpty();
    }

    @Test
    void eachIsToldAsItIs() throws IOException {
        log.revoked(ACME, PUMP, ONE, RevocationReason.KEY_COMPROMISE, now);
        BasicOCSPResponse answer = answered(id(ONE), id(TWO), id(BigInteger.TEN));
        assertThat(status(answer, 0)).isEqualTo(REVOKED);
        assertThat(status(answer, 1)).isEqualTo(GOOD);
        assertThat(status(answer, 2)).isEqualTo(UNKNOWN);
    }

    /** A certificate of the same number of somebody else's is nobody's affair here. */
    @Test
    void anotherAuthoritysCertificateIsUnknown() throws IOException {
        platform.of(RIVAL);
        BasicOCSPResponse answer = answered(id(TWO), id(platform.of(RIVAL), TWO));
        assertThat(status(answer, 0)).isEqualTo(GOOD);
        assertThat(status(answer, 1)).isEqualTo(UNKNOWN);
    }

    /** The site has another's authority now, and had its own: numbers of two authorities may be the same. */
    @Test
    void ofAnothersCertificatesNothingIsSaid() throws GeneralSecurityException, IOException {
        BigInteger both = new BigInteger("80f3", 16);
        BigInteger theirs = new BigInteger("80f4", 16);
        DeviceCertificate own = certificate(platform.of(ACME), both);
        DeviceCertificate outside = certificate(platform.of(RIVAL), both);
        DeviceCertificate alone = certificate(platform.of(RIVAL), theirs);
        for (DeviceCertificate each : List.of(own, outside, alone)) {
            log.issued(ACME, PUMP, each);
        }
        X509CRL before = list();
        log.revoked(ACME, PUMP, outside, now);
        assertThat(list()).as("nothing to say anew").isEqualTo(before);
        BasicOCSPResponse answer = answered(id(both), id(theirs));
        assertThat(status(answer, 0)).isEqualTo(GOOD);
        assertThat(status(answer, 1)).as("never issued by ours").isEqualTo(UNKNOWN);
        log.revoked(ACME, PUMP, own, now);
        log.revoked(ACME, PUMP, alone, now);
        assertThat(list().getRevokedCertificates())
                .singleElement()
                .satisfies(one -> assertThat(one.getSerialNumber()).isEqualTo(both));
        assertThat(status(answered(id(both)), 0)).isEqualTo(REVOKED);
    }

    private DeviceCertificate certificate(CertificateAuthority authority, BigInteger serialNumber) {
        X509Certificate signed = authority.issue(
                serialNumber,
                new X500Name("CN=" + PUMP),
                PlatformAuthority.newKey().getPublic(),
                CertificateUse.CLIENT,
                List.of(),
                PlatformAuthority.from(now, Duration.ofDays(9)),
                null);
        Validity validity = Validity.of(signed);
        return new DeviceCertificate(
                serialNumber.toString(16),
                CertificateFingerprint.of(signed),
                Fingerprint.of("key"),
                validity.notBefore(),
                validity.notAfter(),
                Pem.of(signed));
    }

    @Test
    void aNonceComesBack() throws IOException {
        Extension nonce = new Extension(
                OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, new DEROctetString(new byte[] {1, 2, 3}));
        BasicOCSPResponse answer = basic(responder.answer(question(new Extensions(nonce), id(ONE))));
        assertThat(answer.getTbsResponseData()
                        .getResponseExtensions()
                        .getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce))
                .isEqualTo(nonce);
        Extension tooLong =
                new Extension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, new DEROctetString(new byte[1000]));
        assertThat(basic(responder.answer(question(new Extensions(tooLong), id(ONE))))
                        .getTbsResponseData()
                        .getResponseExtensions())
                .isNull();
    }

    @Test
    void whatIsNoQuestionIsRefused() throws IOException {
        assertThat(refusal(new byte[] {1, 2, 3})).isEqualTo(1);
        assertThat(refusal(question(null))).isEqualTo(1);
        CertID[] many = new CertID[OcspResponder.MOST_CERTIFICATES + 1];
        Arrays.fill(many, id(ONE));
        assertThat(refusal(question(null, many))).isEqualTo(1);
        CertID nobodys = new CertID(
                new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1, DERNull.INSTANCE),
                new DEROctetString(new byte[20]),
                new DEROctetString(new byte[20]),
                new ASN1Integer(ONE));
        assertThat(refusal(question(null, nobodys))).as("not authorised to say").isEqualTo(6);
    }

    private X509CRL list() throws GeneralSecurityException {
        X509CRL list = (X509CRL) CertificateFactory.getInstance("X.509")
                .generateCRL(new ByteArrayInputStream(lists.list(ACME).orElseThrow()));
        list.verify(platform.of(ACME).certificate().getPublicKey());
        return list;
    }

    private static BigInteger number(X509CRL list) {
        return ASN1Integer.getInstance(ASN1OctetString.getInstance(list.getExtensionValue("2.5.29.20"))
                        .getOctets())
                .getValue();
    }

    private CertID id(BigInteger serialNumber) {
        return id(platform.of(ACME), serialNumber);
    }

    private static CertID id(CertificateAuthority authority, BigInteger serialNumber) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] name = sha1.digest(authority.name().getEncoded());
            byte[] key = sha1.digest(SubjectPublicKeyInfo.getInstance(
                            authority.certificate().getPublicKey().getEncoded())
                    .getPublicKeyData()
                    .getBytes());
            return new CertID(
                    new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1, DERNull.INSTANCE),
                    new DEROctetString(name),
                    new DEROctetString(key),
                    new ASN1Integer(serialNumber));
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] question(@Nullable Extensions extensions, CertID... ids) throws IOException {
        ASN1EncodableVector requests = new ASN1EncodableVector();
        for (CertID id : ids) {
            requests.add(new Request(id, null));
        }
        return new OCSPRequest(new TBSRequest(null, new DERSequence(requests), extensions), null).getEncoded();
    }

    private BasicOCSPResponse answered(CertID... ids) throws IOException {
        return basic(responder.answer(question(null, ids)));
    }

    private static BasicOCSPResponse basic(byte[] answer) {
        OCSPResponse response = OCSPResponse.getInstance(answer);
        assertThat(response.getResponseStatus().getIntValue()).isZero();
        return BasicOCSPResponse.getInstance(
                response.getResponseBytes().getResponse().getOctets());
    }

    private static int status(BasicOCSPResponse answer, int index) {
        return SingleResponse.getInstance(
                        answer.getTbsResponseData().getResponses().getObjectAt(index))
                .getCertStatus()
                .getTagNo();
    }

    private int refusal(byte[] question) {
        OCSPResponse response = OCSPResponse.getInstance(responder.answer(question));
        assertThat(response.getResponseBytes()).isNull();
        return response.getResponseStatus().getIntValue();
    }
}
