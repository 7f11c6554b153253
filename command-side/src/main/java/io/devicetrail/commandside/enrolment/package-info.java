/** The credentials of devices: who may have one, who got which, and which count no longer. */
@NullMarked
package io.devicetrail.commandside.enrolment;

import org.jspecify.annotations.NullMarked;
