package io.devicetrail.pki.authority;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Time;

/**
 * When a certificate is valid, both ends included, to the second.
 *
 * @param notBefore first moment
 * @param notAfter last moment
 */
public record Validity(Instant notBefore, Instant notAfter) {
    /** RFC 5280, 4.1.2.5: up to 2049 with two digits of the year, from 2050 on with four. */
    private static final Instant FOUR_DIGITS = Instant.parse("2050-01-01T00:00:00Z");

    private static final DateTimeFormatter SHORT =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter LONG =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter PRINTED =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'GMT+00:00'").withZone(ZoneOffset.UTC);

    public Validity {
        notBefore = notBefore.truncatedTo(ChronoUnit.SECONDS);
        notAfter = notAfter.truncatedTo(ChronoUnit.SECONDS);
    }

    public static Validity of(X509Certificate certificate) {
        try {
            Certificate parsed = Certificate.getInstance(certificate.getEncoded());
            return new Validity(instant(parsed.getStartDate()), instant(parsed.getEndDate()));
        } catch (CertificateEncodingException damaged) {
            throw new IllegalArgumentException("a certificate that was read can be written", damaged);
        }
    }

    /** Whether the moment lies in it. */
    public boolean covers(Instant moment) {
        return !moment.isBefore(notBefore) && !moment.isAfter(notAfter);
    }

    /** What ends after {@code limit} ends with it. */
    public Validity until(Instant limit) {
        return notAfter.isAfter(limit) ? new Validity(notBefore, limit) : this;
    }

    /** As it is written in answers about one certificate (RFC 6960). */
    public static ASN1GeneralizedTime generalized(Instant moment) {
        return new ASN1GeneralizedTime(LONG.format(moment));
    }

    Time begin() {
        return time(notBefore);
    }

    Time end() {
        return time(notAfter);
    }

    /** As it is written in certificates and lists. */
    public static Time time(Instant moment) {
        return moment.isBefore(FOUR_DIGITS)
                ? new Time(new ASN1UTCTime(SHORT.format(moment)))
                : new Time(new ASN1GeneralizedTime(LONG.format(moment)));
    }

    private static Instant instant(Time time) {
        return PRINTED.parse(time.getTime(), Instant::from);
    }

    /** A certificate, from DER or PEM. */
    public static X509Certificate parsed(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("what was just signed is a certificate", impossible);
        }
    }
}
