/**
 * What proves who somebody is: a password (Argon2id), a second factor (TOTP, RFC 6238) and, for the first sign-in, a
 * one-time secret. In a table, never in an event; changed only after the log has taken the entry.
 */
@NullMarked
package io.devicetrail.identity.credential;

import org.jspecify.annotations.NullMarked;
