package io.devicetrail.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.pki.authority.AuthorityStore;
import io.devicetrail.pki.authority.Pem;
import io.devicetrail.pki.authority.PlatformAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutsideAuthoritiesTest {
    private static final String PREFIX = "devicetrail.certificates.";

    @TempDir
    private Path home;

    private X509Certificate theirs;
    private final Map<String, String> est = new HashMap<>();

    @BeforeEach
    void setTheirs() throws Exception {
        theirs = PlatformAuthority.open(AuthorityStore.open(home.resolve("a.p12"), "secret"), Clock.systemUTC())
                .root();
        Path anchors = home.resolve("anchors.pem");
        Files.writeString(anchors, Pem.of(theirs));
        est.put(PREFIX + "est.url", "https://ca.example/.well-known/est");
        est.put(PREFIX + "est.anchors", anchors.toString());
        for (String file : new String[] {"trusted", "certificate", "key"}) {
            est.put(PREFIX + "est." + file, home.resolve(file).toString());
        }
    }

    /** What it signed before, devices have until they renew. */
    @Test
    void whatAnotherSignedIsLetThroughWhoeverSignsNow() {
        for (String authority : new String[] {"est", "local"}) {
            est.put(PREFIX + "authority", authority);
            assertThat(OutsideAuthorities.of(Settings.load(home, est)))
                    .as(authority)
                    .containsExactly(theirs);
        }
    }

    @Test
    void whereNoneIsSetThereAreOursAlone() {
        assertThat(OutsideAuthorities.of(Settings.load(home, Map.of()))).isEmpty();
    }

    @Test
    void anchorsThatCannotBeReadAreToldAtTheStart() {
        est.put(PREFIX + "est.anchors", home.resolve("none.pem").toString());
        assertThatThrownBy(() -> OutsideAuthorities.of(Settings.load(home, est)))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("devicetrail.certificates.est.anchors");
    }
}
