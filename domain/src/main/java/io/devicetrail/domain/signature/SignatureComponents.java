package io.devicetrail.domain.signature;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Which proofs a signature takes: two distinct identification components for the first of a series, at least one that
 * only the person has at each later one (21 CFR 11.200(a)(1)). Accounts of the installation prove a password and a code;
 * outside issuers tell what they saw in the words of RFC 8176 (claim {@code amr}), or by a class (claim {@code acr}).
 */
public final class SignatureComponents {
    /** Before the value of a claim {@code acr}, where components are named. */
    public static final String ACR = "acr:";
    /** Several factors, as an issuer says without saying which. */
    public static final String SEVERAL = "mfa";

    private static final String PASSWORD = "pwd";
    private static final String CODE = "otp";

    /** Two of the same kind are one component shown twice. */
    private enum Kind {
        KNOWN,
        HELD,
        BODILY
    }

    /**
     * Methods that take the person. Where somebody is, what a network or a program vouches for, or that anybody touched a
     * key ({@code geo}, {@code rba}, {@code wia}, {@code user}), is none.
     */
    private static final Map<String, Kind> METHODS = Map.ofEntries(
            Map.entry(PASSWORD, Kind.KNOWN),
            Map.entry("pin", Kind.KNOWN),
            Map.entry("kba", Kind.KNOWN),
            Map.entry(CODE, Kind.HELD),
            Map.entry("hwk", Kind.HELD),
            Map.entry("swk", Kind.HELD),
            Map.entry("sc", Kind.HELD),
            Map.entry("sms", Kind.HELD),
            Map.entry("tel", Kind.HELD),
            Map.entry("face", Kind.BODILY),
            Map.entry("fpt", Kind.BODILY),
            Map.entry("iris", Kind.BODILY),
            Map.entry("retina", Kind.BODILY),
            Map.entry("vbm", Kind.BODILY));

    private SignatureComponents() {}

    /** Whether a word, as components are named, says that the person proved something. */
    public static boolean isOne(Object word) {
        return word instanceof String text && (METHODS.containsKey(text) || text.equals(SEVERAL) || isClass(text));
    }

    /** Whether it is what a person merely knows: asked for once or twice, it is one component. */
    public static boolean isKnowledge(String word) {
        return METHODS.get(word) == Kind.KNOWN;
    }

    /** Whether it is enough for somebody who has an account here. */
    public static boolean ofAccount(Collection<?> components, boolean first) {
        return components.contains(PASSWORD) && (!first || components.contains(CODE));
    }

    /**
     * Whether it is enough for somebody of an outside issuer.
     *
     * @param twoFactors words each of which alone stands for two components
     */
    public static boolean ofIssuer(Collection<?> components, Collection<?> twoFactors, boolean first) {
        return first ? two(components, twoFactors) : components.stream().anyMatch(SignatureComponents::isOne);
    }

    private static boolean two(Collection<?> components, Collection<?> twoFactors) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (Object component : components) {
            if (component.equals(SEVERAL) || (isOne(component) && twoFactors.contains(component))) {
                return true;
            }
            if (component instanceof String word && METHODS.containsKey(word)) {
                kinds.add(METHODS.get(word));
            }
        }
        return kinds.size() > 1;
    }

    private static boolean isClass(String word) {
        return word.startsWith(ACR) && word.length() > ACR.length();
    }
}
