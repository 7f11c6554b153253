/** Exports of the audit trail on record, in the name of who asked. */
@NullMarked
package io.devicetrail.app.export;

import org.jspecify.annotations.NullMarked;
