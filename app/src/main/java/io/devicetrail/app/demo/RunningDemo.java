package io.devicetrail.app.demo;

import io.devicetrail.app.embedded.BrokerPart;
import io.devicetrail.app.instance.Instance;
import io.devicetrail.app.replay.ReplayClient;
import io.devicetrail.app.replay.ReplayRefusedException;
import io.devicetrail.identity.firststart.FirstSecret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The demo's platform: an instance in this process, whose broker can be stopped alone. */
final class RunningDemo implements DemoPlatform {
    private final Instance instance;

    RunningDemo(Instance instance) {
        this.instance = instance;
    }

    @Override
    public URI http() {
        return URI.create(instance.addresses().http());
    }

    @Override
    public String administrator() {
        return FirstSecret.USER_NAME;
    }

    @Override
    public String firstSecret() {
        return instance.context()
                .getBean(FirstSecret.class)
                .take()
                .orElseThrow(() -> new DemoFailure("the home has an administrator already; the demo needs a new home"));
    }

    @Override
    public String mqtt() {
        return instance.addresses().mqtt();
    }

    @Override
    public String enrolment() {
        return Objects.requireNonNull(instance.addresses().enrolment());
    }

    @Override
    public Path folder() {
        return instance.home().resolve("demo");
    }

    @Override
    public void stopBroker() {
        instance.parts().broker().close();
    }

    @Override
    public void startBroker() {
        ((BrokerPart) instance.parts().broker()).startAgain();
    }

    @Override
    public int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new DemoFailure("no port is free", e);
        }
    }

    @Override
    public Map<String, Object> replay(String token) {
        try (ReplayClient client = new ReplayClient(http(), token)) {
            List<ReplayClient.Outcome> outcomes =
                    client.replay("The demo compares every read model with the log", (readModel, position, head) -> {});
            Map<String, Object> figures = new LinkedHashMap<>();
            for (ReplayClient.Outcome outcome : outcomes) {
                if (!outcome.equal()) {
                    throw new DemoFailure(outcome.readModel() + " was " + outcome.digestBefore() + " and is "
                            + outcome.digestAfter() + " after the replay");
                }
                figures.put(outcome.readModel(), "equal at " + outcome.position() + ", " + outcome.digestAfter());
            }
            return figures;
        } catch (ReplayRefusedException e) {
            throw new DemoFailure(String.valueOf(e.getMessage()), e);
        }
    }
}
