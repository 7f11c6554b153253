/**
 * API keys of machines (21 CFR 11.10(d) and (g), 11.300). An administrator of a tenant issues one for the tenant or one of
 * its sites, with roles of the regulated work and an end; the key is shown once. It acts under those roles until it is
 * revoked or ends, at the next use already. A machine administers nothing, approves nothing and signs nothing.
 */
@NullMarked
package io.devicetrail.domain.apikey;

import org.jspecify.annotations.NullMarked;
