package io.devicetrail.bench.rollout;

import io.devicetrail.bench.BenchInstance;
import io.devicetrail.bench.Fleet;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/** Runs of a plan of ten waves over a whole fleet, one after the other. */
record Runs(BenchInstance instance, Rollouts rollouts, Fleet fleet, DeviceModelId model) {
    /** First levels of topics that the ingress does not hear. */
    private static final String BARE = "bench/v1/";

    private static final String ROOT = "dt/v1/";
    private static final int UNDER_WAY = 500;
    private static final long PATIENCE_MILLIS = 60_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** @param name of its own for each */
    double planned(String name) {
        long begin = System.nanoTime();
        rollouts.plan(name, model, fleet.ids().size());
        return since(begin);
    }

    double frozen(String name) {
        Rollouts.Previewed plan = rollouts.plan(name, model, fleet.ids().size());
        long begin = System.nanoTime();
        rollouts.create(plan);
        return since(begin);
    }

    /**
     * From the start until every device has its offer. Devices say nothing: each wave is begun by hand once those before
     * have theirs.
     */
    double offered(String name) throws MqttException {
        int devices = fleet.ids().size();
        Rollouts.Previewed plan = rollouts.plan(name, model, devices);
        String rollout = rollouts.create(plan);
        try (Gateways gateways = new Gateways(instance.plainMqtt(), ROOT, fleet, false)) {
            long begin = System.nanoTime();
            rollouts.start(rollout, plan);
            for (int wave = 1; wave <= Rollouts.WAVES; wave++) {
                BenchInstance.await(
                        "devices have the offer", (long) devices * wave / Rollouts.WAVES, PATIENCE, gateways::heard);
                if (wave < Rollouts.WAVES) {
                    rollouts.beginNextWave(rollout, wave);
                }
            }
            double seconds = since(begin);
            rollouts.abort(rollout);
            return seconds;
        }
    }

    /** From the start until a query says that all devices have verified the release, each having said so in three steps. */
    double verified(String name) throws MqttException {
        Rollouts.Previewed plan = rollouts.plan(name, model, fleet.ids().size());
        String rollout = rollouts.create(plan);
        try (Gateways gateways = new Gateways(instance.plainMqtt(), ROOT, fleet, true)) {
            long begin = System.nanoTime();
            rollouts.start(rollout, plan);
            rollouts.awaitVerified(rollout, fleet.ids().size());
            double seconds = since(begin);
            gateways.requireReported();
            return seconds;
        }
    }

    /** The limit of {@link #offered}: as many messages of the same kind through the same broker, with nothing decided. */
    double bare() throws MqttException {
        byte[] message = "x".repeat(300).getBytes(StandardCharsets.UTF_8);
        MqttAsyncClient client = new MqttAsyncClient(instance.plainMqtt(), "bench-offering", new MemoryPersistence());
        client.connect().waitForCompletion(PATIENCE_MILLIS);
        try (Gateways gateways = new Gateways(instance.plainMqtt(), BARE, fleet, false)) {
            long begin = System.nanoTime();
            Queue<IMqttToken> underWay = new ArrayDeque<>();
            for (var device : fleet.ids()) {
                underWay.add(client.publish(BARE + Fleet.TENANT + "/" + device + "/rollout", message, 1, false));
                if (underWay.size() == UNDER_WAY) {
                    underWay.remove().waitForCompletion(PATIENCE_MILLIS);
                }
            }
            BenchInstance.await("devices have the message", fleet.ids().size(), PATIENCE, gateways::heard);
            return since(begin);
        } finally {
            client.disconnect().waitForCompletion(PATIENCE_MILLIS);
            client.close();
        }
    }

    private static double since(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
