package io.devicetrail.commandside.reference;

import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.devicemodel.RulesInForce;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A device model: its contract in every version, and which versions new devices may no longer have.
 *
 * @param reportOnly of each version that only reports, the one whose rules hold meanwhile
 */
public record KnownModel(
        TenantId tenant,
        Map<Integer, ModelContract> contracts,
        Set<Integer> deprecated,
        Map<Integer, Integer> reportOnly) {
    /** All versions of which are enforced. */
    public KnownModel(TenantId tenant, Map<Integer, ModelContract> contracts, Set<Integer> deprecated) {
        this(tenant, contracts, deprecated, Map.of());
    }

    /** What a device of that version is held to; empty if there is no such version. */
    public Optional<RulesInForce> rulesOf(int version) {
        Integer former = reportOnly.get(version);
        return Optional.ofNullable(contracts.get(version))
                .map(contract -> new RulesInForce(contract, former == null ? null : contracts.get(former)));
    }
}
