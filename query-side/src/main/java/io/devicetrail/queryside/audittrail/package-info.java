/** Who changed what, from what to what, when and why? */
@NullMarked
package io.devicetrail.queryside.audittrail;

import org.jspecify.annotations.NullMarked;
