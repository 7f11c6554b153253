package io.devicetrail.app.cli;

import io.devicetrail.app.rotation.KeyRotationClient;
import io.devicetrail.app.rotation.RotatedKeys;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "rotate-key",
        description = "Makes new keys for the ledger, has the log name them, and signs with them from then on.",
        mixinStandardHelpOptions = true,
        footer = "Prints the new public keys. Hand them to whoever verifies, and back up the home's secrets.")
final class RotateKeyCommand implements Callable<Integer> {
    @Mixin
    private HomeOptions options = new HomeOptions();

    @Mixin
    private AccessToken token = new AccessToken();

    @Option(names = "--reason", required = true, description = "Why, for the audit trail.")
    private String reason = "";

    @Option(
            names = "--token-key",
            paramLabel = "LABEL",
            description = "Label of the new Ed25519 key in the token, made there before (keystore type pkcs11).")
    private @Nullable String tokenKey;

    @Option(names = "--json", description = "Print one object instead of lines.")
    private boolean json;

    @Override
    public Integer call() {
        try (ConsoleProgress progress = new ConsoleProgress(System.err, !json && ConsoleProgress.onTerminal())) {
            return Running.with(options, progress, http -> rotate(http, token.of(http)));
        }
    }

    private int rotate(URI http, String who) {
        try (KeyRotationClient client = new KeyRotationClient(http, who)) {
            RotatedKeys rotated = client.rotate(reason, tokenKey);
            if (json) {
                Map<String, Object> answer = new LinkedHashMap<>();
                answer.put("ok", rotated.inForce());
                answer.put("position", rotated.position());
                answer.put("keys", rotated.keys());
                System.out.println(JsonMapper.builder().build().writeValueAsString(answer));
            } else {
                rotated.keys().forEach(System.out::println);
                System.err.println(
                        rotated.inForce()
                                ? "Event " + rotated.position() + " names these keys; checkpoints carry them now."
                                : "Event " + rotated.position()
                                        + " names these keys; the ledger does not sign with them yet, its health says why.");
            }
            return rotated.inForce() ? 0 : 1;
        } catch (IOException e) {
            System.err.println("devicetrail: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            System.err.println("devicetrail: interrupted; whether the keys were rotated is in the log");
            return 1;
        }
    }
}
