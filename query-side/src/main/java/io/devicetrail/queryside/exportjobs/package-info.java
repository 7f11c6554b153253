/** Which copies of the audit trail are made in the background, and how far are they? */
@NullMarked
package io.devicetrail.queryside.exportjobs;

import org.jspecify.annotations.NullMarked;
