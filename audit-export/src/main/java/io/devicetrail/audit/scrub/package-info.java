/** Comparing log and ledger again and again in the background, so that what was changed is told without being asked. */
@NullMarked
package io.devicetrail.audit.scrub;

import org.jspecify.annotations.NullMarked;
