package io.devicetrail.commandside.reference;

import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Map;
import java.util.Set;

/** A device model: its contract in every version, and which versions new devices may no longer have. */
public record KnownModel(TenantId tenant, Map<Integer, ModelContract> contracts, Set<Integer> deprecated) {}
