/**
 * Step-up at an issuer elsewhere: its people sign here by proofs that they give there, at that moment. Authorization code
 * with PKCE (RFC 7636), state, nonce and a new sign-in each time; what proves somebody never comes here.
 */
@NullMarked
package io.devicetrail.identity.stepup;

import org.jspecify.annotations.NullMarked;
