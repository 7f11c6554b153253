package io.devicetrail.audit.seal;

import io.devicetrail.audit.ledger.tree.NotVerified;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** A detached CMS signature (RFC 5652) that brings its signer's certificate; ECDSA with P-256 and SHA-256. */
public final class CmsSignature {
    static final String ALGORITHM = "SHA256withECDSA";

    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private CmsSignature() {}

    static byte[] sign(byte[] content, PrivateKey key, X509Certificate certificate, Instant at) {
        ASN1EncodableVector attributes = new ASN1EncodableVector();
        // Else the library reads a clock of its own. RFC 5652, 11.3: UTCTime until 2049.
        attributes.add(new Attribute(CMSAttributes.signingTime, new DERSet(new DERUTCTime(UTC_TIME.format(at)))));
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(
                    new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                            .setSignedAttributeGenerator(
                                    new DefaultSignedAttributeTableGenerator(new AttributeTable(attributes)))
                            .build(new JcaContentSignerBuilder(ALGORITHM).build(key), certificate));
            generator.addCertificates(new JcaCertStore(List.of(certificate)));
            return generator
                    .generate(new CMSProcessableByteArray(content), false)
                    .toASN1Structure()
                    .getEncoded("DER");
        } catch (CMSException | OperatorCreationException | CertificateException | IOException e) {
            throw new IllegalStateException("a manifest cannot be signed: " + e.getMessage(), e);
        }
    }

    /**
     * Whose the certificate is, the note beside it says.
     *
     * @throws NotVerified if it is not one signature over the content, by the certificate that it brings
     */
    public static X509Certificate verify(byte[] cms, byte[] content) {
        try {
            CMSSignedData data = new CMSSignedData(new CMSProcessableByteArray(content), cms);
            Collection<SignerInformation> signers = data.getSignerInfos().getSigners();
            if (signers.size() != 1) {
                throw new NotVerified("it has " + signers.size() + " signers, not one");
            }
            SignerInformation signer = signers.iterator().next();
            for (X509CertificateHolder holder : data.getCertificates().getMatches(null)) {
                if (signer.getSID().match(holder)
                        && signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(holder))) {
                    return new JcaX509CertificateConverter().getCertificate(holder);
                }
            }
            throw new NotVerified("it brings no certificate of its signer");
        } catch (NotVerified e) {
            throw e;
        } catch (CMSException | OperatorCreationException | CertificateException | RuntimeException e) {
            // The library has no one kind of exception for what is malformed.
            throw new NotVerified("the signature is not right: " + e.getMessage(), e);
        }
    }
}
