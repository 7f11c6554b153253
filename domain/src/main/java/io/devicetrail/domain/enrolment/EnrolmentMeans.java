package io.devicetrail.domain.enrolment;

/** How a device showed that the certificate is for it. That it has the key it shows every time. */
public enum EnrolmentMeans {
    /** The one-time token that a person let be made for it. */
    TOKEN,
    /** The key that its maker put on the list. */
    FACTORY_CERTIFICATE,
    /** A certificate that it has and that stands. */
    RENEWAL
}
