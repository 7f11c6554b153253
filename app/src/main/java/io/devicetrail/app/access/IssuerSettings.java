package io.devicetrail.app.access;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Outside issuers of tokens.
 *
 * @param issuers by a name of the operator's choice
 * @param firstAdministrator who administers an installation that nobody administers yet, if it is to be somebody of an
 *     outside issuer
 */
@ConfigurationProperties("devicetrail.sign-in")
record IssuerSettings(
        @DefaultValue Map<String, Issuer> issuers, @Nullable First firstAdministrator) {
    IssuerSettings {
        issuers.forEach((name, issuer) -> {
            if (issuer.address() == null) {
                throw new IllegalArgumentException("devicetrail.sign-in.issuers." + name
                        + ".address is missing: the address of the issuer, as in the claim iss");
            }
        });
        if (firstAdministrator != null && !issuers.containsKey(firstAdministrator.issuer())) {
            throw new IllegalArgumentException("devicetrail.sign-in.first-administrator.issuer: "
                    + firstAdministrator.issuer() + " is none of devicetrail.sign-in.issuers " + issuers.keySet());
        }
    }

    /**
     * @param address as in the claim {@code iss}, and where its discovery document is found; people are registered by it
     * @param audience that its access tokens must be meant for
     * @param subject claim that names the person
     * @param keys address of its key set, where that is not to be discovered
     */
    record Issuer(
            URI address,
            @DefaultValue("devicetrail") String audience,
            @DefaultValue("sub") String subject,
            @Nullable URI keys) {}

    /**
     * @param issuer name of one of {@link #issuers}
     * @param subject who it is there
     * @param printedName full name as printed beside a signature
     */
    record First(String issuer, String subject, String printedName) {}
}
