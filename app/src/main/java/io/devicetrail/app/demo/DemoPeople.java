package io.devicetrail.app.demo;

import io.devicetrail.domain.authority.Role;
import java.net.URI;
import java.time.Clock;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The people of the demo, each with an account and one role. The first administrator registers the others, gives them
 * their roles and a one-time secret; each chooses a password and enrols a second factor, as anybody would.
 */
final class DemoPeople {
    static final String REASON = "Demo: staffing of the plant";

    private static final Map<Role, String> NAMES = new EnumMap<>(Map.of(
            Role.SITE_ENGINEER, "Erika Engineer",
            Role.OPERATOR, "Oskar Operator",
            Role.QUALITY_APPROVER, "Quirin Approver",
            Role.AUDITOR, "Anna Auditor",
            Role.TENANT_ADMINISTRATOR, "Tim Administrator"));

    private final URI http;
    private final JsonMapper json;
    private final Clock clock;
    private final Map<Role, String> ids = new EnumMap<>(Role.class);
    private final Map<Role, DemoBrowser> signedIn = new EnumMap<>(Role.class);

    DemoPeople(URI http, JsonMapper json, Clock clock) {
        this.clock = clock;
        this.http = http;
        this.json = json;
    }

    /** @param secret that the first start gave */
    void administratorSignsIn(String userName, String secret) {
        signIn(Role.PLATFORM_ADMINISTRATOR, userName, secret);
    }

    /** Everybody else, by the administrator; then they sign in. */
    Map<String, Object> employ(GraphQlClient api, String tenant) {
        Map<String, Object> figures = new LinkedHashMap<>();
        NAMES.forEach((role, name) -> {
            String userName = name.split(" ")[0].toLowerCase(java.util.Locale.ROOT);
            String person = api.mutate(
                            Role.PLATFORM_ADMINISTRATOR,
                            "registerPerson",
                            "RegisterPersonInput",
                            Map.of("subject", userName, "printedName", name, "identityProof", "Demo staff list"),
                            "person { personId }")
                    .path("person")
                    .path("personId")
                    .asString();
            api.mutate(
                    Role.PLATFORM_ADMINISTRATOR,
                    "grantRole",
                    "GrantRoleInput",
                    Map.of(
                            "person", person,
                            "tenant", tenant,
                            "role", role.key(),
                            "trainingRecord", "Demo training",
                            "reason", REASON),
                    "person { personId }");
            ids.put(role, person);
            JsonNode issued = api.mutate(
                    Role.PLATFORM_ADMINISTRATOR,
                    "issueSignInSecret",
                    "PersonInput",
                    Map.of("person", person, "reason", REASON),
                    "secret");
            signIn(role, userName, issued.path("secret").asString());
            figures.put(role.key(), name + " (" + userName + "), password and one-time code");
        });
        return figures;
    }

    /** Their id, as the audit trail names them. */
    String idOf(Role role) {
        return java.util.Objects.requireNonNull(ids.get(role), role.key());
    }

    /** The one with this role signs what they asked for, at the page for it. */
    void sign(Role role, String page) {
        DemoBrowser browser = signedIn.get(role);
        if (browser == null) {
            throw new DemoFailure("nobody has signed in as " + role.key());
        }
        browser.sign(page);
    }

    private void signIn(Role role, String userName, String secret) {
        DemoBrowser browser = new DemoBrowser(http, json, clock);
        browser.firstSignIn(userName, secret);
        signedIn.put(role, browser);
    }

    /** Of everybody who has signed in. */
    Set<Role> roles() {
        return signedIn.keySet();
    }

    /** Access token of the one with this role. */
    String token(Role role) {
        DemoBrowser browser = signedIn.get(role);
        if (browser == null) {
            throw new DemoFailure("nobody has signed in as " + role.key());
        }
        return browser.token();
    }
}
