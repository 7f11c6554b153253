package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.instance.Cast;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page of somebody else's can make a browser send, and what is told of a fault. */
class ForeignPageTest {
    private static final String MUTATION =
            "{\"query\":\"mutation { createTenant(input: {tenant: \\\"forged\\\", name: \\\"x\\\"}) { position } }\"}";

    private final Api api = Api.shared();

    /** The types that a form can have, and a script without being asked for leave first. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "text/plain; charset=application/json"
            })
    void aFormIsNoRequestEvenWithATokenAndFromOurOwnPages(String type) {
        HttpResponse<String> answer = api.send(HttpRequest.newBuilder(api.graphql())
                .header("Content-Type", type)
                .header("Authorization", "Bearer " + Cast.PLATFORM_ADMINISTRATOR.token())
                .POST(BodyPublishers.ofString(MUTATION)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(415);
        assertThat(api.eventsOf("forged")).as("nothing was stored").isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/graphql", "/graphiql", "/identity/sign-in", "/actuator/health", "/ledger/key", "/nothing"})
    void noAnswerLetsAnotherOriginReadIt(String path) {
        URI address = URI.create(api.instance().addresses().http() + path);
        for (String method : new String[] {"GET", "POST", "OPTIONS"}) {
            HttpRequest.Builder request = HttpRequest.newBuilder(address).method(method, BodyPublishers.noBody());
            withoutLeave(api.send(request.copy()));
            HttpResponse<String> foreign = api.send(request.copy()
                    .header("Origin", "https://evil.example")
                    .header("Access-Control-Request-Method", "POST"));
            assertThat(foreign.statusCode()).as(method + " " + path).isEqualTo(403);
            withoutLeave(foreign);
        }
    }

    private static void withoutLeave(HttpResponse<String> answer) {
        assertThat(answer.headers().map().keySet())
                .as(answer.uri().toString())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
    }

    /** The table is away for a moment: a fault that no rule of ours foresees. */
    @Test
    void aFaultIsToldWithoutItsInside() {
        api.database().sql("alter table read.tenant rename to tenant_away").update();
        HttpResponse<String> answer;
        try {
            answer = api.send(HttpRequest.newBuilder(api.graphql())
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + Cast.ENGINEER.token())
                    .POST(BodyPublishers.ofString("{\"query\":\"{ tenants { key } }\"}")));
        } finally {
            api.database().sql("alter table read.tenant_away rename to tenant").update();
        }
        assertThat(answer.body())
                .contains("INTERNAL_ERROR")
                .doesNotContain("SQL", "read.tenant", "Exception", "io.devicetrail", "\tat ", "relation");
        assertThat(api.get("/nothing?trace=true").body()).doesNotContain("\"trace\"", "Exception", "\tat ");
    }
}
