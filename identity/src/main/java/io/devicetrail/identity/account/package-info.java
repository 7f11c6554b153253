/** The accounts in the log: what it says of them, and the way of every result into it. */
@NullMarked
package io.devicetrail.identity.account;

import org.jspecify.annotations.NullMarked;
