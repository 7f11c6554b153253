package io.devicetrail.domain.tenant;

import io.devicetrail.domain.tenant.TenantEvent.ListSignerDistrusted;
import io.devicetrail.domain.tenant.TenantEvent.ListSignerTrusted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * By whom a tenant takes the lists of which manufacturer. One of whom a signer was ever trusted signs for good: who
 * takes back a stolen key must not open the door to lists without any.
 *
 * @param ofManufacturers by manufacturer, then by fingerprint; empty for one whose signers were all taken back
 */
public record ListSigners(Map<String, Map<String, ListSigner>> ofManufacturers) {
    public static final ListSigners NONE = new ListSigners(Map.of());

    /** Most signers that a tenant trusts at the same time. */
    public static final int MOST = 100;

    public boolean mustSign(String manufacturer) {
        return ofManufacturers.containsKey(manufacturer);
    }

    public List<ListSigner> of(String manufacturer) {
        return List.copyOf(ofManufacturers.getOrDefault(manufacturer, Map.of()).values());
    }

    public boolean trusts(String manufacturer, String fingerprint) {
        return ofManufacturers.getOrDefault(manufacturer, Map.of()).containsKey(fingerprint);
    }

    public int count() {
        return ofManufacturers.values().stream().mapToInt(Map::size).sum();
    }

    public ListSigners after(TenantEvent event) {
        return switch (event) {
            case ListSignerTrusted e -> {
                Map<String, ListSigner> next = signersOf(e.manufacturer());
                next.put(e.signer().fingerprint(), e.signer());
                yield with(e.manufacturer(), next);
            }
            case ListSignerDistrusted e -> {
                Map<String, ListSigner> next = signersOf(e.manufacturer());
                next.remove(e.fingerprint());
                yield with(e.manufacturer(), next);
            }
            default -> this;
        };
    }

    private Map<String, ListSigner> signersOf(String manufacturer) {
        return new LinkedHashMap<>(ofManufacturers.getOrDefault(manufacturer, Map.of()));
    }

    private ListSigners with(String manufacturer, Map<String, ListSigner> signers) {
        Map<String, Map<String, ListSigner>> next = new LinkedHashMap<>(ofManufacturers);
        next.put(manufacturer, signers);
        return new ListSigners(next);
    }
}
