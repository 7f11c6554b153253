package io.devicetrail.pki.revocation;

import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.authority.CertificateAuthority;
import io.devicetrail.pki.authority.PlatformAuthority;
import io.devicetrail.pki.authority.Validity;
import io.devicetrail.pki.certificates.RevokedCertificates;
import io.devicetrail.pki.certificates.RevokedCertificates.Revoked;
import io.devicetrail.pki.certificates.RevokedCertificates.Status;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.CertStatus;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPRequest;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.asn1.ocsp.Request;
import org.bouncycastle.asn1.ocsp.ResponderID;
import org.bouncycastle.asn1.ocsp.ResponseBytes;
import org.bouncycastle.asn1.ocsp.ResponseData;
import org.bouncycastle.asn1.ocsp.RevokedInfo;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.operator.ContentSigner;
import org.jspecify.annotations.Nullable;

/** Says of single certificates whether they were revoked (RFC 6960), signed by the authority that issued them. */
final class OcspResponder {
    /** Certificates in one request; more are refused. */
    static final int MOST_CERTIFICATES = 20;
    /** Longest nonce that is sent back: RFC 9654, 2.1. */
    static final int LONGEST_NONCE = 128;
    /** For how long an answer may be kept. */
    static final Duration LIFE = Duration.ofMinutes(10);

    private static final int UNKNOWN = 2;

    private final RevokedCertificates certificates;
    private final Issuers issuers;
    private final Clock clock;

    OcspResponder(PlatformAuthority platform, RevokedCertificates certificates, Clock clock) {
        this.certificates = certificates;
        this.issuers = new Issuers(platform, certificates, clock);
        this.clock = clock;
    }

    /** @param request DER bytes of anything */
    byte[] answer(byte[] request) {
        OCSPRequest asked;
        List<CertID> ids = new ArrayList<>();
        try {
            asked = OCSPRequest.getInstance(request);
            for (var each : asked.getTbsRequest().getRequestList()) {
                ids.add(Request.getInstance(each).getReqCert());
            }
        } catch (RuntimeException malformed) {
            return refusal(OCSPResponseStatus.MALFORMED_REQUEST);
        }
        if (ids.isEmpty() || ids.size() > MOST_CERTIFICATES) {
            return refusal(OCSPResponseStatus.MALFORMED_REQUEST);
        }
        Optional<Issuers.Issuer> issuer = issuers.of(ids.getFirst());
        return issuer.map(known -> signed(asked, ids, known)).orElseGet(() -> refusal(OCSPResponseStatus.UNAUTHORIZED));
    }

    private byte[] signed(OCSPRequest asked, List<CertID> ids, Issuers.Issuer issuer) {
        Instant now = clock.instant();
        ASN1EncodableVector answers = new ASN1EncodableVector();
        for (CertID id : ids) {
            boolean ours = issuers.of(id).filter(issuer::equals).isPresent();
            answers.add(new SingleResponse(
                    id,
                    ours ? status(issuer.tenant(), id) : new CertStatus(UNKNOWN, DERNull.INSTANCE),
                    Validity.generalized(now),
                    Validity.generalized(now.plus(LIFE)),
                    (Extensions) null));
        }
        CertificateAuthority authority = issuer.authority();
        ResponseData data = new ResponseData(
                new ResponderID(authority.name()), Validity.generalized(now), new DERSequence(answers), nonce(asked));
        ContentSigner signer = authority.contentSigner();
        try {
            signer.getOutputStream().write(data.getEncoded(ASN1Encoding.DER));
            BasicOCSPResponse basic = new BasicOCSPResponse(
                    data, signer.getAlgorithmIdentifier(), new DERBitString(signer.getSignature()), null);
            return new OCSPResponse(
                            new OCSPResponseStatus(OCSPResponseStatus.SUCCESSFUL),
                            new ResponseBytes(
                                    OCSPObjectIdentifiers.id_pkix_ocsp_basic,
                                    new DEROctetString(basic.getEncoded(ASN1Encoding.DER))))
                    .getEncoded(ASN1Encoding.DER);
        } catch (IOException impossible) {
            throw new IllegalStateException("everything here has an encoding", impossible);
        }
    }

    private CertStatus status(TenantId tenant, CertID id) {
        Optional<Status> known =
                certificates.status(tenant, id.getSerialNumber().getValue());
        if (known.isEmpty()) {
            return new CertStatus(UNKNOWN, DERNull.INSTANCE);
        }
        Revoked revoked = known.get().revoked();
        return revoked == null
                ? new CertStatus()
                : new CertStatus(new RevokedInfo(
                        Validity.generalized(revoked.at()),
                        CRLReason.lookup(revoked.reason().code())));
    }

    private static @Nullable Extensions nonce(OCSPRequest asked) {
        Extensions extensions = asked.getTbsRequest().getRequestExtensions();
        Extension nonce = extensions == null ? null : extensions.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
        return nonce == null || nonce.getExtnValue().getOctets().length > LONGEST_NONCE ? null : new Extensions(nonce);
    }

    private static byte[] refusal(int status) {
        try {
            return new OCSPResponse(new OCSPResponseStatus(status), null).getEncoded(ASN1Encoding.DER);
        } catch (IOException impossible) {
            throw new IllegalStateException("everything here has an encoding", impossible);
        }
    }
}
