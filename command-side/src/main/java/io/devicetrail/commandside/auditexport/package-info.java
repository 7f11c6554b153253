/** Exports of the audit trail, as records. */
@NullMarked
package io.devicetrail.commandside.auditexport;

import org.jspecify.annotations.NullMarked;
