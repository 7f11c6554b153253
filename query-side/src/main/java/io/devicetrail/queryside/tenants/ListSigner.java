package io.devicetrail.queryside.tenants;

import java.time.Instant;

/** By whose signature a tenant takes the lists of a manufacturer. */
record ListSigner(
        String tenant,
        String manufacturer,
        String fingerprint,
        String subject,
        Instant notBefore,
        Instant notAfter,
        long position) {}
