/** Decisions about messages of devices that the ingress could not take. */
@NullMarked
package io.devicetrail.commandside.quarantine;

import org.jspecify.annotations.NullMarked;
