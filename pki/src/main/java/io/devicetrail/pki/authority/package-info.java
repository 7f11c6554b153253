/**
 * The certificate authorities of this installation: a root, under it one authority for each tenant, and one for the
 * installation's own servers. Keys and certificates alone; who gets one is decided elsewhere.
 */
@NullMarked
package io.devicetrail.pki.authority;

import org.jspecify.annotations.NullMarked;
