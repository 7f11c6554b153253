/**
 * What the log says about the ledger over it: what no longer matched, and which keys took over from which. A ledger
 * belongs to the installation, so its events carry {@link io.devicetrail.domain.tenant.TenantId#INSTALLATION}.
 */
@NullMarked
package io.devicetrail.domain.ledger;

import org.jspecify.annotations.NullMarked;
