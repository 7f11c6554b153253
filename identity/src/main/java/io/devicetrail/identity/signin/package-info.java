/**
 * Proving who one is: first sign-in, sign-in, change of password. One attempt at a time per account, under the lock of
 * its credential; what came of it is in the log before it counts (21 CFR 11.10(e), 11.300(d)).
 */
@NullMarked
package io.devicetrail.identity.signin;

import org.jspecify.annotations.NullMarked;
