package io.devicetrail.app.claims;

import io.devicetrail.domain.shared.Shape;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which roles the claims of one issuer's tokens come to. */
final class ClaimMapping {
    /** Most values of a claim that are mapped. */
    static final int MOST_VALUES = 500;
    /** Longest value, and longest name of a claim: both are repeated in events. */
    static final int LONGEST = 100;

    /** Where an issuer says that it left claims out as there were too many values (OpenID Connect Core, 5.6.2). */
    private static final String ELSEWHERE = "_claim_names";

    private final String issuer;
    private final String claim;
    private final Map<String, List<MappedRole>> roles;
    private final boolean register;
    private final String nameClaim;

    private ClaimMapping(
            String issuer, String claim, Map<String, List<MappedRole>> roles, boolean register, String name) {
        this.issuer = issuer;
        this.claim = claim;
        this.roles = roles;
        this.register = register;
        this.nameClaim = name;
    }

    /**
     * @param name of the issuer in the settings
     * @return empty if nothing is mapped
     * @throws IllegalArgumentException if a setting is not as it should be, with its name
     */
    static Optional<ClaimMapping> of(String name, MappingSettings.Issuer settings) {
        String prefix = "devicetrail.sign-in.issuers." + name + ".";
        if (settings.rolesClaim() == null) {
            if (!settings.roles().isEmpty() || settings.register()) {
                throw new IllegalArgumentException(
                        prefix + "roles and " + prefix + "register say nothing without " + prefix + "roles-claim");
            }
            return Optional.empty();
        }
        if (settings.roles().size() > MOST_VALUES) {
            throw new IllegalArgumentException(prefix + "roles maps more than " + MOST_VALUES + " values");
        }
        Map<String, List<MappedRole>> roles = settings.roles().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        each -> fit(prefix + "roles", each.getKey()),
                        each -> MappedRole.listIn(prefix + "roles[" + each.getKey() + "]", each.getValue())));
        return Optional.of(new ClaimMapping(
                settings.address().toString(),
                fit(prefix + "roles-claim", settings.rolesClaim()),
                roles,
                settings.register(),
                fit(prefix + "name-claim", settings.nameClaim())));
    }

    private static String fit(String setting, String text) {
        if (text.isBlank() || text.length() > LONGEST || text.codePoints().anyMatch(ClaimMapping::invisible)) {
            throw new IllegalArgumentException(
                    setting + " must be 1 to " + LONGEST + " characters that can be seen, not '" + text + "'");
        }
        return text;
    }

    /** As commands have it: a value that they refuse would fail every request of whoever brings it. */
    private static boolean invisible(int character) {
        return Character.isISOControl(character) || Character.getType(character) == Character.FORMAT;
    }

    String issuer() {
        return issuer;
    }

    String claim() {
        return claim;
    }

    boolean register() {
        return register;
    }

    /**
     * The roles that the token's values map to, each with the first value that it comes from; empty if the token leaves the
     * values out, which says nothing about them.
     */
    Optional<SortedMap<MappedRole, String>> rolesBy(Map<String, Object> claims) {
        Object values = at(claims, claim);
        if (values == null
                && claims.get(ELSEWHERE) instanceof Map<?, ?> elsewhere
                && elsewhere.containsKey(claim.split("\\.", 2)[0])) {
            return Optional.empty();
        }
        SortedMap<MappedRole, String> mapped = new TreeMap<>();
        texts(values)
                .sorted()
                .forEach(
                        value -> roles.getOrDefault(value, List.of()).forEach(role -> mapped.putIfAbsent(role, value)));
        return Optional.of(mapped);
    }

    /** Empty if the token does not name them in a way that can be printed beside a signature (21 CFR 11.50(a)). */
    Optional<String> nameBy(Map<String, Object> claims) {
        return texts(at(claims, nameClaim))
                .filter(name -> !name.isBlank()
                        && name.length() <= Shape.LONGEST_TEXT
                        && name.chars().noneMatch(Character::isISOControl))
                .findFirst();
    }

    private static Stream<String> texts(@Nullable Object values) {
        return (values instanceof Collection<?> many ? many.stream() : Stream.ofNullable(values))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    /** A claim's own name may hold dots, as addresses do: the whole is looked for before its parts. */
    private static @Nullable Object at(Map<?, ?> claims, String path) {
        Object whole = claims.get(path);
        for (int dot = path.indexOf('.'); whole == null && dot >= 0; dot = path.indexOf('.', dot + 1)) {
            if (claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner) {
                whole = at(inner, path.substring(dot + 1));
            }
        }
        return whole;
    }
}
