package io.devicetrail.queryside.access;

import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.authority.Place;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whose rows the work of a thread sees: those of the places where the asker holds a permission, or has any role. Spring
 * for GraphQL carries it from the request to every thread that fetches for it; work without one sees nothing.
 */
public final class Reach {
    /** Its name in a GraphQL context. */
    static final String KEY = "devicetrail.reach";

    static final ThreadLocal<@Nullable Reach> CURRENT = new ThreadLocal<>();

    private final Asker asker;
    private final @Nullable Permission permission;

    private Reach(Asker asker, @Nullable Permission permission) {
        this.asker = asker;
        this.permission = permission;
    }

    static Reach ofAnyRole(Asker asker) {
        return new Reach(asker, null);
    }

    /** @throws IllegalStateException where nobody is known for whom this thread works */
    public static Reach current() {
        Reach current = CURRENT.get();
        if (current == null) {
            throw new IllegalStateException("tenants' rows are read for somebody only: this work has no reach");
        }
        return current;
    }

    /**
     * The same asker's for another question.
     *
     * @throws NotAuthorised if they may ask that nowhere
     */
    public Reach of(Permission other) {
        Reach reach = new Reach(asker, other);
        if (reach.places().isEmpty()) {
            throw NotAuthorised.lacking(other);
        }
        return reach;
    }

    /** Does what is given with this reach, whatever the thread's own is. */
    public <T> T call(Supplier<T> work) {
        Reach before = CURRENT.get();
        CURRENT.set(this);
        try {
            return work.get();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    public Set<Place> places() {
        return permission == null
                ? asker.authority().places()
                : asker.authority().placesFor(permission);
    }

    /** As the policies of the database read it: {@code tenant} and {@code tenant/site}, separated by spaces. */
    String setting() {
        return places().stream()
                .map(place -> place.site() == null
                        ? place.tenant().value()
                        : place.tenant().value() + "/" + place.site())
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
