/**
 * Verifying an audit copy from its folder alone: signatures, hashes, the ledger's proof, and every line made again from the
 * ledger's entries. Runs without Spring, database and network, in constant memory.
 */
@NullMarked
package io.devicetrail.audit.copy.check;

import org.jspecify.annotations.NullMarked;
