/**
 * The log read as an audit trail.
 *
 * <p>The log is read once, in order, in bounded memory; no projection, table or index of the query side is asked. The
 * same log gives the same entries on every machine.
 */
@NullMarked
package io.devicetrail.audit.trail;

import org.jspecify.annotations.NullMarked;
