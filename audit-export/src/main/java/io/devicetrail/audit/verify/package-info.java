/**
 * Verifying a ledger from its files and public keys alone, and the log against it. Runs without Spring and without a
 * database: what there is to compare with comes through ports.
 */
@NullMarked
package io.devicetrail.audit.verify;

import org.jspecify.annotations.NullMarked;
