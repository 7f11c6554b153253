/**
 * The log as a transparency log that anyone can check: one tailer turns events into entries, tiles and signed
 * checkpoints, which are plain files. {@link io.devicetrail.audit.ledger.Ledger} tells the order of writes.
 */
@NullMarked
package io.devicetrail.audit.ledger;

import org.jspecify.annotations.NullMarked;
