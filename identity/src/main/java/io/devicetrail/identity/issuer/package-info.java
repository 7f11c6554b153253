/**
 * The OpenID Connect issuer of this installation: authorization code with PKCE for browsers, device code for command
 * lines, tokens as JWT. Each token is in the log before it is handed out.
 */
@NullMarked
package io.devicetrail.identity.issuer;

import org.jspecify.annotations.NullMarked;
