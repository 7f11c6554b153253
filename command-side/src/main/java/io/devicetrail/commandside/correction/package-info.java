/** Correcting entries of the audit trail: what they should have said, beside what they say. */
@NullMarked
package io.devicetrail.commandside.correction;

import org.jspecify.annotations.NullMarked;
