package io.devicetrail.app.claims;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What tokens of outside issuers say about roles.
 *
 * @param issuers by a name of the operator's choice
 */
@ConfigurationProperties("devicetrail.sign-in")
record MappingSettings(@DefaultValue Map<String, Issuer> issuers) {
    /**
     * @param address as in the claim {@code iss}
     * @param rolesClaim that holds the values, such as {@code groups}, or a path such as {@code realm_access.roles}; without
     *     it nothing is mapped
     * @param roles by the claim's value, each {@code <role>@<tenant>[/<site>]}, several separated by commas
     * @param register whether somebody unknown whose token names a mapped role is registered
     * @param nameClaim that holds the full name of whom is registered
     */
    record Issuer(
            URI address,
            @Nullable String rolesClaim,
            @DefaultValue Map<String, String> roles,
            @DefaultValue("false") boolean register,
            @DefaultValue("name") String nameClaim) {}
}
