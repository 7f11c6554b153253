package io.devicetrail.domain.enrolment;

import java.time.Instant;

/**
 * A certificate as it was handed out.
 *
 * @param serialNumber lower-case hexadecimal
 * @param fingerprint SHA-256 of its DER bytes, 64 lower-case hexadecimal digits
 * @param publicKeyFingerprint the same of its key, as SubjectPublicKeyInfo (RFC 5280, 4.1): two certificates of one key
 *     have the same
 * @param notAfter last moment at which it is valid
 * @param pem the certificate itself (RFC 7468); whoever holds it has nothing without the key, which never left the device
 */
public record DeviceCertificate(
        String serialNumber,
        String fingerprint,
        String publicKeyFingerprint,
        Instant notBefore,
        Instant notAfter,
        String pem) {}
