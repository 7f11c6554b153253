package io.devicetrail.domain.signature;

import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.authority.GrantedRole;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.person.PersonId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a log has said so far of people: their names, roles' duties, and sessions in which something was signed. */
final class SignersInLog {
    private static final String PERSON = "person";
    private static final String SESSION = "session";
    private static final String ISSUER = "issuer";
    private static final String ROLE = "role";

    /** @param twoFactors words that stood for two components at the person's issuer; null for an account of our own */
    private record Session(String person, @Nullable List<?> twoFactors) {
        boolean proven(List<?> components, boolean first) {
            return twoFactors == null
                    ? SignatureComponents.ofAccount(components, first)
                    : SignatureComponents.ofIssuer(components, twoFactors, first);
        }
    }

    private final StoredJson json;
    private final SignatureSurvey survey;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> issuers = new HashMap<>();
    private final Map<String, Duty> dutiesOfOwnRoles = new HashMap<>();
    private final Map<String, Session> openSessions = new HashMap<>();
    private final Set<String> usedSessions = new HashSet<>();

    SignersInLog(SignatureSurvey survey, StoredJson json) {
        this.survey = survey;
        this.json = json;
    }

    void read(StoredEntry entry) {
        switch (entry.name()) {
            case "person.PersonRegistered" -> {
                names.put(text(entry, PERSON), text(entry, "printedName"));
                issuers.put(text(entry, PERSON), text(entry, ISSUER));
            }
            case "person.RoleGranted" -> granted(entry);
            case "account.SignedIn" -> signedIn(entry, PersonId.LOCAL, null);
            case "account.SignedInElsewhere" -> signedInElsewhere(entry, text(entry, ISSUER));
            case "account.SignedOut" -> openSessions.remove(text(entry, SESSION));
            default -> {}
        }
    }

    /** The duty of a role that every tenant has is known; of a tenant's own, it is what the grant recorded. */
    private void granted(StoredEntry entry) {
        String role = text(entry, ROLE);
        if (Role.of(role).isEmpty()) {
            dutyNamed(text(entry, "duty"))
                    .ifPresent(duty ->
                            dutiesOfOwnRoles.put(holding(text(entry, "tenant"), text(entry, PERSON), role), duty));
        }
    }

    private static Optional<Duty> dutyNamed(String name) {
        try {
            return Optional.of(Duty.valueOf(name));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private void signedInElsewhere(StoredEntry entry, String issuer) {
        if (!issuer.equals(PersonId.LOCAL)) {
            signedIn(entry, issuer, list(entry, "twoFactors"));
        }
    }

    /** Nobody but the issuer under which they were registered vouches for somebody. */
    private void signedIn(StoredEntry entry, String issuer, @Nullable List<?> twoFactors) {
        String session = text(entry, SESSION);
        String person = text(entry, PERSON);
        if (survey.names(session) && issuer.equals(issuers.get(person))) {
            openSessions.put(session, new Session(person, twoFactors));
        }
    }

    boolean isCalled(String person, String printedName) {
        return printedName.equals(names.get(person));
    }

    boolean isSignedIn(String person, String session) {
        Session open = openSessions.get(session);
        return open != null && person.equals(open.person());
    }

    /** Asked once for each signature, in order: it counts as one of the session. */
    boolean proved(String session, List<?> components) {
        Session open = openSessions.get(session);
        return open != null && open.proven(components, usedSessions.add(session));
    }

    /** Two tenants may call roles of different duties the same. */
    private static String holding(String tenant, String person, String role) {
        return tenant + " " + person + " " + role;
    }

    /** Of an own role of a tenant of which no grant tells the duty, nothing is known that could be said against it. */
    boolean mayGive(SignatureMeaning meaning, String person, @Nullable Object tenant, @Nullable Object roleInForce) {
        if (!(roleInForce instanceof String key)) {
            return false;
        }
        Optional<Role> role = Role.of(key);
        if (role.isPresent()) {
            return meaning.givenBy(GrantedRole.of(role.get()));
        }
        Duty duty = dutiesOfOwnRoles.get(holding(String.valueOf(tenant), person, key));
        return duty == null || meaning.givenBy(duty);
    }

    /** Empty where it cannot be read: what somebody spoiled vouches for nobody, and stops no check of the rest. */
    private String text(StoredEntry entry, String name) {
        try {
            return String.valueOf(json.read(entry.payload()).getOrDefault(name, ""));
        } catch (IllegalArgumentException spoiled) {
            return "";
        }
    }

    private List<?> list(StoredEntry entry, String name) {
        try {
            return json.read(entry.payload()).get(name) instanceof List<?> list ? list : List.of();
        } catch (IllegalArgumentException spoiled) {
            return List.of();
        }
    }
}
