package io.devicetrail.app.claims;

import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A role somewhere, as the settings write it.
 *
 * @param site null for the whole tenant
 */
record MappedRole(String role, TenantId tenant, @Nullable SiteId site) implements Comparable<MappedRole> {
    /** Most roles that one value of a claim maps to. */
    static final int MOST = 50;

    /**
     * @param setting for the message
     * @throws IllegalArgumentException if it is not {@code <role>@<tenant>[/<site>]}, several separated by commas
     */
    static List<MappedRole> listIn(String setting, String text) {
        String[] each = text.split(",", -1);
        if (each.length > MOST) {
            throw new IllegalArgumentException(setting + " names more than " + MOST + " roles");
        }
        return Stream.of(each).map(one -> one(setting, one.strip())).toList();
    }

    private static MappedRole one(String setting, String text) {
        int at = text.indexOf('@');
        int slash = text.indexOf('/', at + 1);
        try {
            String role = Shape.text("role", text.substring(0, Math.max(at, 0)));
            TenantId tenant = new TenantId(slash < 0 ? text.substring(at + 1) : text.substring(at + 1, slash));
            SiteId site = slash < 0 ? null : SiteId.of(tenant, Shape.text("site", text.substring(slash + 1)));
            return new MappedRole(role, tenant, site);
        } catch (MalformedInput unfit) {
            throw new IllegalArgumentException(
                    setting
                            + " must be <role>@<tenant>, <role>@<tenant>/<site> or <role>@installation, several separated"
                            + " by commas, not '" + text + "': " + unfit.getMessage(),
                    unfit);
        }
    }

    /** So that what is granted first is the same at every sign-in. */
    @Override
    public int compareTo(MappedRole other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return role + "@" + tenant + (site == null ? "" : "/" + site);
    }
}
