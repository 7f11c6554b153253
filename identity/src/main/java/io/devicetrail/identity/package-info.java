/**
 * Who somebody is, and what proves it: credentials, sign-in, sessions, and the OpenID Connect issuer of this
 * installation. What somebody may do is told by the log ({@code domain.authority}), never here.
 */
@NullMarked
package io.devicetrail.identity;

import org.jspecify.annotations.NullMarked;
