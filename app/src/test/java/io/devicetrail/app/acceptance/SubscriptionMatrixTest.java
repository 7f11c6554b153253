package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.app.instance.Staff;
import io.devicetrail.app.instance.TestIssuer;
import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.authority.Role;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.execution.GraphQlSource;

/** Every stream of the schema, by every role, of the role's own tenant and of another. */
@Requirement({"11.10(d)", "11.10(g)"})
class SubscriptionMatrixTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Api api = Api.shared();
    private final Map<Role, Changes> own = new EnumMap<>(Role.class);
    private final Map<Role, Changes> other = new EnumMap<>(Role.class);

    @Test
    void whoHoldsItHearsTheirOwnTenantAndNobodyAnother() throws Exception {
        assertThat(api.instance()
                        .context()
                        .getBean(GraphQlSource.class)
                        .schema()
                        .getSubscriptionType()
                        .getFieldDefinitions())
                .as("another stream needs its cells here")
                .singleElement()
                .satisfies(stream -> assertThat(stream.getName()).isEqualTo("deviceChanged"));
        Plant mine = Plant.of(api, "streams-own");
        Plant theirs = Plant.of(api, "streams-other");
        String device = mine.registered("S-1");
        String foreign = theirs.registered("S-2");
        Staff staff = new Staff(api.graphql());
        try (Changes witness = Changes.overServerSentEvents(api, theirs.tenant(), Cast.ENGINEER.token())) {
            for (Role role : Role.values()) {
                String subject = "streams-" + role.key();
                staff.register(subject);
                staff.grant(subject, role == Role.PLATFORM_ADMINISTRATOR ? null : mine.tenant(), role);
                String token = TestIssuer.shared().token(subject);
                own.put(role, Changes.overServerSentEvents(api, mine.tenant(), token));
                other.put(role, Changes.overServerSentEvents(api, theirs.tenant(), token));
            }
            await().atMost(SOON).until(() -> {
                mine.tag(device, "at", String.valueOf(api.head()));
                theirs.tag(foreign, "at", String.valueOf(api.head()));
                return !witness.seen().isEmpty() && everyHolderHeard();
            });
            own.forEach((role, stream) -> assertThat(stream.seen().isEmpty())
                    .as("%s of their own tenant", role)
                    .isEqualTo(!Permission.DEVICE_CHANGED.heldBy(role)));
            other.forEach((role, stream) ->
                    assertThat(stream.seen()).as("%s of another tenant", role).isEmpty());
            await().atMost(SOON)
                    .until(() -> Objects.requireNonNull(own.get(Role.PLATFORM_ADMINISTRATOR))
                            .ended());
        } finally {
            own.values().forEach(Changes::close);
            other.values().forEach(Changes::close);
        }
    }

    private boolean everyHolderHeard() {
        return own.entrySet().stream()
                .filter(stream -> Permission.DEVICE_CHANGED.heldBy(stream.getKey()))
                .noneMatch(stream -> stream.getValue().seen().isEmpty());
    }
}
