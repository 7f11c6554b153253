package io.devicetrail.domain.tenant;

import java.time.Instant;

/**
 * A manufacturer's certificate, by whose key its lists are signed.
 *
 * @param fingerprint SHA-256 of the certificate, lower-case hexadecimal
 * @param subject its name, as RFC 4514 writes it
 * @param pem the certificate itself
 */
public record ListSigner(String fingerprint, String subject, Instant notBefore, Instant notAfter, String pem) {}
