/** What the log records about its own ledger. */
@NullMarked
package io.devicetrail.commandside.ledger;

import org.jspecify.annotations.NullMarked;
