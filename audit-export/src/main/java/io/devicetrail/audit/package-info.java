/** What an auditor takes away: copies of the audit trail, made from the log alone. */
@NullMarked
package io.devicetrail.audit;

import org.jspecify.annotations.NullMarked;
