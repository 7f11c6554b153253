package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import io.devicetrail.app.acceptance.Visitor.Page;
import io.devicetrail.app.embedded.Progress;
import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.instance.Instance;
import io.devicetrail.identity.credential.Base32;
import io.devicetrail.identity.firststart.FirstSecret;
import java.net.URI;
import java.nio.file.Path;
import java.security.Key;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.DefaultApplicationArguments;

/** An instance whose first administrator is its own, and signs in at its own pages; that of the shared one does not. */
final class OwnIssuer implements AutoCloseable {
    private static final String PASSWORD = "Nine lives, and counting";
    private static final Pattern AUTHENTICATOR = Pattern.compile("secret=([A-Z2-7]+)");

    private final Instance instance;
    private final URI http;

    /** @param name of its database and its node */
    OwnIssuer(Path home, String name) throws Exception {
        Map<String, String> settings = SharedParts.settings(Api.shared(), name);
        settings.keySet().removeIf(key -> key.startsWith("devicetrail.sign-in."));
        settings.put("devicetrail.elasticsearch.url", "http://127.0.0.1:9");
        instance = Instance.start(
                Settings.load(home, settings),
                Progress.SILENT,
                Map.of("devicetrail.ingress.node", name.replace('_', '-')));
        http = URI.create(instance.addresses().http());
    }

    Instance instance() {
        return instance;
    }

    URI http() {
        return http;
    }

    FirstSecret firstSecret() {
        return instance.context().getBean(FirstSecret.class);
    }

    /** What a start does once everything is up. */
    void startAgain() throws Exception {
        for (ApplicationRunner runner :
                instance.context().getBeansOfType(ApplicationRunner.class).values()) {
            runner.run(new DefaultApplicationArguments());
        }
    }

    Page firstSignIn(Visitor visitor, String secret) {
        return visitor.submit(
                visitor.open("/identity/first-sign-in"), Map.of("username", FirstSecret.USER_NAME, "secret", secret));
    }

    /** Chooses a password and a second factor; where that leads. */
    Page enrolled(Visitor visitor, String secret) throws Exception {
        Page proofs = firstSignIn(visitor, secret);
        Matcher authenticator = AUTHENTICATOR.matcher(proofs.body());
        assertThat(authenticator.find()).as("%s", proofs.body()).isTrue();
        Key key = new SecretKeySpec(Base32.bytes(authenticator.group(1)), "RAW");
        String code = new TimeBasedOneTimePasswordGenerator().generateOneTimePasswordString(key, Instant.now());
        return visitor.submit(proofs, Map.of("password", PASSWORD, "repeated", PASSWORD, "code", code));
    }

    /** The names of the log's events. */
    List<String> stored() {
        return new Api(instance)
                .database()
                .sql("select name from log.event")
                .query(String.class)
                .list();
    }

    @Override
    public void close() {
        instance.close();
    }
}
