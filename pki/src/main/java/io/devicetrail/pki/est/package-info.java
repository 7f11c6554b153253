/**
 * Enrolment over Secure Transport (RFC 7030): devices ask for certificates here, on a port of its own where nothing else
 * answers. What proves who asks is looked at by the log; that the key is theirs is proven by each request itself.
 */
@NullMarked
package io.devicetrail.pki.est;

import org.jspecify.annotations.NullMarked;
