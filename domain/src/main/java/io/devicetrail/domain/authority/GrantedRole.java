package io.devicetrail.domain.authority;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A role as it counts at this moment (21 CFR 11.10(g)): a built-in one, or one of a tenant's own as the log has it now.
 * Whoever checks authority sees no difference between the two.
 *
 * @param key as events name the role in force
 */
public record GrantedRole(String key, Duty duty, Set<Permission> permissions) {
    /** Built-in ones first, in the order of {@link Role}; then by key. */
    static final Comparator<GrantedRole> ORDER =
            Comparator.comparingInt(GrantedRole::place).thenComparing(GrantedRole::key);

    private static final Map<Role, GrantedRole> BUILT_IN = Stream.of(Role.values())
            .collect(Collectors.toUnmodifiableMap(
                    Function.identity(),
                    role -> new GrantedRole(
                            role.key(),
                            role.duty(),
                            Stream.of(Permission.values())
                                    .filter(permission -> permission.heldBy(role))
                                    .collect(Collectors.toSet()))));

    public GrantedRole {
        permissions = Set.copyOf(permissions);
    }

    public static GrantedRole of(Role role) {
        return Objects.requireNonNull(BUILT_IN.get(role));
    }

    /**
     * Of a tenant's own role. What this version does not know, or no longer lets such a role have, gives nothing: whatever
     * an event says, an own role never reaches administration or another duty's work.
     */
    public static GrantedRole own(String key, Duty duty, Collection<String> operations) {
        return new GrantedRole(
                key,
                duty,
                operations.stream()
                        .map(Permission::of)
                        .flatMap(Optional::stream)
                        .filter(permission -> permission.fitsOwnRole(duty))
                        .collect(Collectors.toSet()));
    }

    /**
     * The same role with less of what it allows.
     *
     * @param operations names of those permissions that are left; none for all of them. What it never held, it does not
     *     hold by this
     */
    public GrantedRole only(Collection<String> operations) {
        return operations.isEmpty()
                ? this
                : new GrantedRole(
                        key,
                        duty,
                        permissions.stream()
                                .filter(permission -> operations.contains(permission.operation()))
                                .collect(Collectors.toSet()));
    }

    public boolean holds(Permission permission) {
        return permissions.contains(permission);
    }

    private int place() {
        return Role.of(key).map(Role::ordinal).orElse(Integer.MAX_VALUE);
    }
}
