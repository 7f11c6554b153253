package io.devicetrail.identity.stepup;

import io.devicetrail.domain.signature.SignatureComponents;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Of the outside issuers, what signing asks: one with a client of this installation can confirm signatures.
 *
 * @param issuers by a name of the operator's choice
 */
@ConfigurationProperties("devicetrail.sign-in")
public record StepUpSettings(@DefaultValue Map<String, Issuer> issuers) {
    /** Words and values in one list. */
    private static final int MOST_WORDS = 20;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    public StepUpSettings {
        issuers = new TreeMap<>(issuers);
        issuers.forEach((name, issuer) -> {
            if (issuer.clientId() != null) {
                require(
                        NAME.matcher(name).matches(),
                        "devicetrail.sign-in.issuers: " + name + " must be a name of letters, digits, dots and dashes");
                issuer.check("devicetrail.sign-in.issuers." + name);
            }
        });
    }

    /**
     * @param address as in the claim {@code iss}
     * @param subject claim of the ID token that names the person
     * @param keys address of its key set, where that is not to be discovered
     * @param clientId of this installation there; without one its people cannot sign
     * @param clientSecretFile with the client's secret, where it has one
     */
    public record Issuer(
            URI address,
            @DefaultValue("sub") String subject,
            @Nullable URI keys,
            @Nullable String clientId,
            @Nullable String clientSecretFile,
            @DefaultValue StepUp stepUp) {
        private void check(String setting) {
            require(isSafe(address), setting + ".address must be https, or http on the loopback interface");
            require(keys == null || isSafe(keys), setting + ".keys must be https, or http on the loopback interface");
            require(!String.valueOf(clientId).isBlank(), setting + ".client-id must not be blank");
            stepUp.check(setting + ".step-up");
        }
    }

    /**
     * @param acrValues that are asked for where two components are due
     * @param twoFactors what alone stands for two components: methods (RFC 8176), or {@code acr:} and a value of that claim
     */
    public record StepUp(
            @DefaultValue List<String> acrValues,
            @DefaultValue(SignatureComponents.SEVERAL) List<String> twoFactors) {
        private void check(String setting) {
            require(acrValues.size() <= MOST_WORDS, setting + ".acr-values must be at most " + MOST_WORDS);
            require(twoFactors.size() <= MOST_WORDS, setting + ".two-factors must be at most " + MOST_WORDS);
            for (String word : twoFactors) {
                require(
                        SignatureComponents.isOne(word) && word.length() <= Proof.LONGEST_WORD,
                        setting + ".two-factors: " + word
                                + " is no method by which a person proves something (RFC 8176, such as mfa or hwk), nor"
                                + " acr: with a value, such as acr:2");
                require(
                        !SignatureComponents.isKnowledge(word),
                        setting + ".two-factors: " + word
                                + " is what a person knows, which is one component however the issuer asks for it; name"
                                + " mfa, a method that takes a device or a body, or acr: with a value");
            }
        }
    }

    /** Whether that issuer's people can sign. */
    public boolean signsAt(String address) {
        return issuers.values().stream()
                .anyMatch(issuer ->
                        issuer.clientId() != null && issuer.address().toString().equals(address));
    }

    /** Nothing is sent in the clear but within this machine. */
    static boolean isSafe(@Nullable URI address) {
        return address != null
                && address.getHost() != null
                && address.getRawUserInfo() == null
                && ("https".equals(address.getScheme())
                        || ("http".equals(address.getScheme()) && LOOPBACK.contains(address.getHost())));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
