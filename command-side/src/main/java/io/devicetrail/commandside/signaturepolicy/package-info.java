/** Which signatures a tenant's records need, and whether one has them; read from the log at each use. */
@NullMarked
package io.devicetrail.commandside.signaturepolicy;

import org.jspecify.annotations.NullMarked;
