/**
 * The log on Axon Server. Axon Server stores the events and gives them their index; a copier writes each of them into
 * the table of the log under that index, so that whatever reads the table, the ledger above all, is as it was.
 */
@NullMarked
package io.devicetrail.eventstore.axonserver;

import org.jspecify.annotations.NullMarked;
