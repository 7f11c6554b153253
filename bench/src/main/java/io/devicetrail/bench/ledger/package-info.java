/** How fast the ledger follows a log that is ahead of it. */
@NullMarked
package io.devicetrail.bench.ledger;

import org.jspecify.annotations.NullMarked;
