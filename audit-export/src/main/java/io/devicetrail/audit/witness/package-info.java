/**
 * Having checkpoints cosigned by witnesses, C2SP tlog-witness: others, who remember what they saw. They make it
 * impossible to put the whole machine back, or to sign another history, without somebody noticing.
 */
@NullMarked
package io.devicetrail.audit.witness;

import org.jspecify.annotations.NullMarked;
