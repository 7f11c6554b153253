package io.devicetrail.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.instance.Cast;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Leaves things in the parts of one home and looks whether they are still there. */
final class Keepsakes {
    private final Path home;

    Keepsakes(Path home) {
        this.home = home;
    }

    private Connection connect(JsonNode addresses) throws Exception {
        String password = Files.readString(home.resolve("secrets/postgres-owner"));
        return DriverManager.getConnection(
                "jdbc:postgresql://" + addresses.get("postgres").asString() + "/devicetrail",
                "devicetrail_owner",
                password);
    }

    void owner(JsonNode addresses, String sql) throws Exception {
        try (Connection connection = connect(addresses);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    String select(JsonNode addresses, String sql) throws Exception {
        try (Connection connection = connect(addresses);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static MqttClient connected(JsonNode addresses, String name) throws Exception {
        MqttClient client = new MqttClient(addresses.get("plainMqtt").asString(), name, new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setConnectionTimeout(10);
        client.connect(options);
        return client;
    }

    static void retain(JsonNode addresses, String topic, String text) throws Exception {
        MqttClient client = connected(addresses, "writer");
        client.publish(topic, text.getBytes(StandardCharsets.UTF_8), 1, true);
        client.disconnect();
        client.close();
    }

    static String retained(JsonNode addresses, String topic) throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        MqttClient client = connected(addresses, "reader");
        client.subscribe(
                new MqttSubscription[] {new MqttSubscription(topic, 1)},
                new IMqttMessageListener[] {(name, arrived) -> heard.add(text(arrived))});
        String message = heard.poll(10, TimeUnit.SECONDS);
        client.disconnect();
        client.close();
        return String.valueOf(message);
    }

    private static String text(MqttMessage message) {
        return new String(message.getPayload(), StandardCharsets.UTF_8);
    }

    static void index(JsonNode addresses) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            int status = client.send(
                            HttpRequest.newBuilder(URI.create(
                                            addresses.get("elasticsearch").asString() + "/kept/_doc/1"))
                                    .header("Content-Type", "application/json")
                                    .PUT(BodyPublishers.ofString("{\"line\":\"acknowledged\"}"))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
            assertThat(status).isEqualTo(201);
        }
    }

    static String http(String address) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    static String graphql(JsonNode addresses, String question) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(
                                            URI.create(addresses.get("http").asString() + "/graphql"))
                                    .header("Authorization", "Bearer " + Cast.ENGINEER.token())
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString(
                                            JsonMapper.builder().build().writeValueAsString(Map.of("query", question))))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }
}
