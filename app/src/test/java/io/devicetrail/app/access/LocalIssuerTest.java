package io.devicetrail.app.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.Requirement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.Jwt;

/** A client gets what its person let it have: a token for who they are does not act for them. */
@Requirement("11.10(d)")
class LocalIssuerTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Map<String, Object> PERSON = Map.of("sub", "ada", "sid", "s1");
    private static final Map<String, Object> MACHINE = Map.of("sub", "k1", "token_use", "machine");

    @Test
    void aPersonsTokenIsTakenOnlyWithTheScopeOfTheApi() {
        assertThat(taken(with(PERSON, List.of("openid", "devicetrail")))).isTrue();
        assertThat(taken(with(PERSON, List.of("openid", "profile")))).isFalse();
        assertThat(taken(PERSON)).as("without any scope").isFalse();
        assertThat(taken(with(PERSON, List.of("devicetrails")))).isFalse();
    }

    /** Its key is for nothing else, and RFC 6749 (3.3) lets it leave the scope out. */
    @Test
    void aMachinesTokenNeedNotNameTheScopeAndNamesNoOther() {
        assertThat(taken(MACHINE)).isTrue();
        assertThat(taken(with(MACHINE, List.of("devicetrail")))).isTrue();
        assertThat(taken(with(MACHINE, List.of("openid")))).isFalse();
    }

    @Test
    void aTokenIsAPersonsOrAMachinesAndOfNow() {
        assertThat(taken(with(Map.of("sub", "ada"), List.of("devicetrail")))).isFalse();
        Map<String, Object> both = new HashMap<>(with(PERSON, List.of("devicetrail")));
        both.put("token_use", "machine");
        assertThat(taken(both)).isFalse();
        Map<String, Object> another = new HashMap<>(with(PERSON, List.of("devicetrail")));
        another.put("aud", List.of("another"));
        assertThat(taken(another)).isFalse();
        Map<String, Object> over = new HashMap<>(with(PERSON, List.of("devicetrail")));
        over.put("exp", NOW.minusSeconds(1));
        assertThat(taken(over)).isFalse();
    }

    private static Map<String, Object> with(Map<String, Object> claims, List<String> scope) {
        Map<String, Object> all = new HashMap<>(claims);
        all.put("scope", scope);
        return all;
    }

    private static boolean taken(Map<String, Object> claims) {
        Map<String, Object> all = new HashMap<>(Map.of("aud", List.of("devicetrail"), "exp", NOW.plusSeconds(60)));
        all.putAll(claims);
        Jwt token = Jwt.withTokenValue("t")
                .header("alg", "RS256")
                .claims(told -> told.putAll(all))
                .build();
        return !LocalIssuer.rules(Clock.fixed(NOW, ZoneOffset.UTC))
                .validate(token)
                .hasErrors();
    }
}
