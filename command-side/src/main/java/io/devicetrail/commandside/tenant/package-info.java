/** Tenants and their sites: both are opened and never closed. */
@NullMarked
package io.devicetrail.commandside.tenant;

import org.jspecify.annotations.NullMarked;
