package io.devicetrail.domain.enrolment;

/**
 * Who signed a maker's list.
 *
 * @param fingerprint SHA-256 of the certificate, lower-case hexadecimal
 * @param subject the certificate's name
 */
public record SignedBy(String fingerprint, String subject) {}
