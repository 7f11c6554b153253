package io.devicetrail.domain.tenant;

import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.shared.MalformedInput;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's short name, chosen once and never reused: 2 to 32 of {@code a-z 0-9 -}, starting with a letter. It is a
 * level of every MQTT topic, and too short to be mistaken for a UUID.
 */
public record TenantId(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{1,31}");

    /** Owner of what belongs to the whole installation, such as its ledger; nobody can make a tenant of this name. */
    public static final TenantId INSTALLATION = new TenantId("installation");

    public TenantId {
        if (!FORM.matcher(value).matches()) {
            throw new MalformedInput("tenant", "must be 2 to 32 of a-z, 0-9 and '-', starting with a letter");
        }
    }

    public static TenantId of(@Nullable String value) {
        return new TenantId(value == null ? "" : value);
    }

    @Override
    public String toString() {
        return value;
    }
}
