package io.devicetrail.audit.copy.check.manifest;

import io.devicetrail.audit.ledger.note.SignatureType;
import io.devicetrail.audit.ledger.note.VerifierKey;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The keys that a copy names, against those that somebody trusts. A copy says itself which keys have signed it, so it
 * is not for the copy to say how many of them, or of which types, are enough.
 *
 * @param named by the manifest
 * @param trusted from elsewhere; none if nobody gave any
 */
public record KeysOfCopy(List<VerifierKey> named, List<VerifierKey> trusted) {
    /** A line for each key that is not trusted, and for each type of trusted keys that no key of the copy is of. */
    List<String> differing() {
        if (trusted.isEmpty()) {
            return List.of();
        }
        List<String> differing = named.stream()
                .filter(key -> !trusted.contains(key))
                .map(key -> "its key " + key.shortName()
                        + " is not among those given; the ledger's keys may have been others then")
                .collect(Collectors.toList());
        Set<SignatureType> without = types(trusted);
        without.removeAll(types(named));
        without.forEach(type -> differing.add("it names no key for " + type.algorithm()
                + ", of which there is one among those given: who has the others alone could have made it"));
        return differing;
    }

    /** Who signed, where every key that is named did. */
    public String signers() {
        List<VerifierKey> others =
                trusted.stream().filter(key -> !named.contains(key)).toList();
        return told(named)
                + (others.isEmpty() ? "" : "; not by " + told(others) + ", given as well: keys of another time do not");
    }

    private static String told(List<VerifierKey> keys) {
        return keys.stream()
                .map(key -> key.shortName() + " (" + key.type().algorithm() + ")")
                .collect(Collectors.joining(" and "));
    }

    private static Set<SignatureType> types(List<VerifierKey> keys) {
        Set<SignatureType> types = EnumSet.noneOf(SignatureType.class);
        keys.forEach(key -> types.add(key.type()));
        return types;
    }
}
