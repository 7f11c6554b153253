/**
 * What the ledger signs and hands out, as text: C2SP signed-note, tlog-checkpoint, tlog-cosignature and tlog-proof. Pure,
 * apart from the cryptography of the JDK; times are given.
 */
@NullMarked
package io.devicetrail.audit.ledger.note;

import org.jspecify.annotations.NullMarked;
