package io.devicetrail.edge;

import io.devicetrail.edge.simulator.ExampleSettings;
import io.devicetrail.edge.simulator.Simulator;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Machines to try the bridge with. */
@Command(
        name = "simulate",
        description = "Start an OPC UA server and a Modbus TCP slave on 127.0.0.1 with made-up machines behind them."
                + " Prints one JSON line when both are ready.",
        mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {

    @Option(names = "--opcua-port", defaultValue = "0", description = "0 (default): any free port.")
    private int opcUaPort;

    @Option(names = "--modbus-port", defaultValue = "0", description = "0 (default): any free port.")
    private int modbusPort;

    @Option(names = "--interval-ms", defaultValue = "500", description = "How often values change (default 500).")
    private int intervalMillis;

    @Option(
            names = "--print-config",
            arity = "4",
            paramLabel = "VALUE",
            description = "TENANT OPCUA_DEVICE MODBUS_DEVICE MQTT_URL: print, as a second line, the settings of a"
                    + " bridge that reads these machines.")
    private String @Nullable [] example;

    @Option(names = "--buffer", defaultValue = "edge-buffer.db", description = "Buffer file in the printed settings.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String buffer;

    @Option(names = "--status-port", defaultValue = "8098", description = "Status port in the printed settings.")
    private int statusPort;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ExampleSettings settings = example == null ? null : settings(example);
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            try {
                stopped.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        try (Simulator simulator =
                new Simulator(opcUaPort, modbusPort, Duration.ofMillis(intervalMillis), Clock.systemUTC())) {
            Map<String, Object> ready = new LinkedHashMap<>();
            ready.put("opcua", simulator.opcUaEndpoint());
            ready.put("modbus", "127.0.0.1:" + simulator.modbusPort());
            JsonMapper mapper = new JsonMapper();
            PrintWriter out = spec.commandLine().getOut();
            out.println(mapper.writeValueAsString(ready));
            if (settings != null) {
                out.println(mapper.writeValueAsString(settings.of(simulator)));
            }
            out.flush();
            stop.await();
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    private ExampleSettings settings(String[] values) {
        try {
            return new ExampleSettings(
                    values[0],
                    UUID.fromString(values[1]),
                    UUID.fromString(values[2]),
                    values[3],
                    buffer,
                    statusPort,
                    intervalMillis);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--print-config: " + e.getMessage(), e);
        }
    }
}
