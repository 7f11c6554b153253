package io.devicetrail.app.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The machines of the demo and the bridge beside them: two processes of the edge bridge's own jar, one that plays an
 * OPC UA server and a Modbus TCP device, one that bridges them to MQTT.
 */
final class Plant implements AutoCloseable {
    private static final long STOP_SECONDS = 25;
    /** The pace at which the machines' values change. */
    private static final int INTERVAL_MILLIS = 250;

    private final Path jar;
    private final Path folder;
    private final JsonMapper json;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Process> processes = new ArrayList<>();
    private int statusPort;

    /** @param folder where logs, buffer and configuration of the bridge go */
    Plant(Path jar, Path folder, JsonMapper json) {
        if (!Files.isRegularFile(jar)) {
            throw new DemoFailure(
                    "The edge bridge is not built: " + jar + " is missing; run ./devicetrail demo, which builds it");
        }
        this.jar = jar;
        this.folder = folder;
        this.json = json;
    }

    /**
     * Starts the machines, then the bridge with the settings they print for it.
     *
     * @return the machines' addresses
     */
    JsonNode start(String tenant, String boiler, String heatMeter, String mqtt, DemoIdentity gateway, int statusPort) {
        this.statusPort = statusPort;
        try {
            Files.createDirectories(folder);
            Path machinesLog = folder.resolve("machines.log");
            Process machines = java(
                            "simulate",
                            "--interval-ms",
                            String.valueOf(INTERVAL_MILLIS),
                            "--buffer",
                            folder.resolve("edge-buffer.db").toString(),
                            "--status-port",
                            String.valueOf(statusPort),
                            "--print-config",
                            tenant,
                            boiler,
                            heatMeter,
                            mqtt)
                    .redirectError(machinesLog.toFile())
                    .start();
            processes.add(machines);
            BufferedReader out = machines.inputReader(StandardCharsets.UTF_8);
            String addresses = out.readLine();
            String settings = out.readLine();
            if (addresses == null || settings == null) {
                throw new DemoFailure("the simulated machines did not start; " + machinesLog + " says why");
            }
            Path file = folder.resolve("edge-bridge.json");
            Files.writeString(file, withCertificate(settings, gateway.write(folder)));
            processes.add(java("run", "--config", file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("edge-bridge.log").toFile())
                    .start());
            return json.readTree(addresses);
        } catch (IOException e) {
            throw new DemoFailure("the machines and their bridge did not start", e);
        }
    }

    private String withCertificate(String settings, DemoIdentity.Pems files) {
        ObjectNode all = (ObjectNode) json.readTree(settings);
        ((ObjectNode) all.get("mqtt"))
                .put("trusted", files.root().toString())
                .put("certificate", files.certificate().toString())
                .put("key", files.key().toString());
        return json.writeValueAsString(all);
    }

    /** What the bridge says of itself; empty object while it does not answer. */
    JsonNode status() {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + statusPort + "/status"))
                .build();
        try {
            return json.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            return json.createObjectNode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted", e);
        }
    }

    private ProcessBuilder java(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx192m",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                jar.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(folder.toFile());
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            try {
                if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            }
        }
        http.close();
    }
}
