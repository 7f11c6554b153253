package io.devicetrail.pki.est;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.pki.authority.PlatformAuthority;
import java.security.KeyPair;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is passed on to another's authority asks for a certificate and nothing else. */
class CertificateRequestTest {
    /** Of the names by which a well-known authority picks a template. */
    private static final ASN1ObjectIdentifier ANOTHER = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.13.2.1");

    private final KeyPair pair = PlatformAuthority.newKey();

    @Test
    void aBareRequestAndWhatToolsAddToItAskForNoMore() throws Exception {
        assertThat(read(null, null).asksForMore()).isFalse();
        ExtensionsGenerator identifier = new ExtensionsGenerator();
        identifier.addExtension(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(new byte[20]));
        assertThat(read(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, identifier.generate())
                        .asksForMore())
                .as("as keytool makes it")
                .isFalse();
        assertThat(read(null, null).subject()).isEqualTo(new X500Name("CN=x"));
    }

    @Test
    void otherExtensionsAndAttributesAreMore() throws Exception {
        ExtensionsGenerator authority = new ExtensionsGenerator();
        authority.addExtension(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(new byte[20]));
        authority.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        assertThat(read(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, authority.generate())
                        .asksForMore())
                .isTrue();
        assertThat(read(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, new DERUTF8String("none"))
                        .asksForMore())
                .as("what nobody can read")
                .isTrue();
        assertThat(read(PKCSObjectIdentifiers.pkcs_9_at_challengePassword, new DERUTF8String("x"))
                        .asksForMore())
                .as("some authorities sign by it alone")
                .isTrue();
        assertThat(read(ANOTHER, new DERUTF8String("template")).asksForMore()).isTrue();
    }

    private CertificateRequest read(@Nullable ASN1ObjectIdentifier attribute, @Nullable ASN1Encodable value)
            throws Exception {
        JcaPKCS10CertificationRequestBuilder builder =
                new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=x"), pair.getPublic());
        if (attribute != null && value != null) {
            builder.addAttribute(attribute, value);
        }
        byte[] der = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                .getEncoded();
        return CertificateRequest.read(Base64.getEncoder().encode(der));
    }
}
