package io.devicetrail.app.instance;

import io.devicetrail.domain.authority.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Registers the cast at an instance and gives them their roles, as its first administrator would. */
public final class Staff {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI graphql;

    public Staff(URI graphql) {
        this.graphql = graphql;
    }

    /** A new tenant with all of them. */
    public void tenant(String tenant) {
        send("createTenant", Map.of("tenant", tenant, "name", "Tenant of the cast"));
        grant(tenant, Cast.others());
    }

    /** Registers whoever is not, and grants each their role for the tenant. */
    public void grant(String tenant, List<Cast> who) {
        for (Cast one : who) {
            if (register(one.subject()) && one == Cast.AUDITOR) {
                grant(one.subject(), null, one.role());
            }
            grant(one.subject(), tenant, one.role());
        }
    }

    /** Somebody of the tests' issuer; false if they were registered before. */
    public boolean register(String subject) {
        JsonNode refused = send(
                "registerPerson",
                Map.of(
                        "issuer",
                        TestIssuer.ADDRESS,
                        "subject",
                        subject,
                        "printedName",
                        "The " + subject,
                        "identityProof",
                        "HR " + subject));
        String code = refused.path(0).path("code").asString("");
        if (!code.isEmpty() && !code.equals("PERSON_EXISTS")) {
            throw new AssertionError("registerPerson: " + refused);
        }
        return code.isEmpty();
    }

    /** @param tenant null for the installation */
    public void grant(String subject, @Nullable String tenant, Role role) {
        grant(subject, tenant, role.key());
    }

    /** @param role key of a built-in role, or of one of the tenant's own */
    public void grant(String subject, @Nullable String tenant, String role) {
        Map<String, Object> grant = new HashMap<>(Map.of(
                "person",
                TestIssuer.person(subject).toString(),
                "role",
                role,
                "trainingRecord",
                "TR 1",
                "reason",
                "Test"));
        grant.put("tenant", tenant);
        JsonNode refused = send("grantRole", grant);
        if (!refused.isEmpty()) {
            throw new AssertionError("grantRole: " + refused);
        }
    }

    /** What it was refused with. */
    private JsonNode send(String mutation, Map<String, ?> input) {
        return payload(Cast.PLATFORM_ADMINISTRATOR.token(), mutation, input, "").path("errors");
    }

    /** The payload of a mutation that nobody refuses. */
    public JsonNode done(String token, String mutation, Map<String, ?> input, String fields) {
        JsonNode payload = payload(token, mutation, input, fields);
        if (!payload.path("errors").isEmpty()) {
            throw new AssertionError(mutation + ": " + payload);
        }
        return payload;
    }

    private JsonNode payload(String token, String mutation, Map<String, ?> input, String fields) {
        String type = inputType(mutation);
        Map<String, Object> keyed = AskedAgain.keyed(input);
        JsonNode answer = AskedAgain.until(() -> ask(
                token,
                "mutation($input: " + type + "!) { " + mutation + "(input: $input) { " + fields
                        + " errors { code message } } }",
                Map.of("input", keyed)));
        JsonNode payload = answer.path("data").path(mutation);
        if (!payload.isObject()) {
            throw new AssertionError(mutation + ": " + answer);
        }
        return payload;
    }

    private static String inputType(String mutation) {
        return switch (mutation) {
            case "enrolDevice", "commissionDevice" -> "DeviceLifeCycleInput";
            default -> mutation.substring(0, 1).toUpperCase(Locale.ROOT) + mutation.substring(1) + "Input";
        };
    }

    /** The whole answer. */
    public JsonNode ask(String token, String document, Map<String, ?> variables) {
        HttpRequest request = HttpRequest.newBuilder(graphql)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        JSON.writeValueAsString(Map.of("query", document, "variables", variables))))
                .build();
        try {
            return JSON.readTree(
                    HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new AssertionError(document, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
