/** What whoever checks a certificate is told: the root, the lists of revoked ones (RFC 5280), and about one (RFC 6960). */
@NullMarked
package io.devicetrail.pki.revocation;

import org.jspecify.annotations.NullMarked;
