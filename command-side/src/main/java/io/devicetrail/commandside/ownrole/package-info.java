/** Roles of a tenant's own: defined, changed, withdrawn for ever, and known to whoever checks authority. */
@NullMarked
package io.devicetrail.commandside.ownrole;

import org.jspecify.annotations.NullMarked;
