import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.Key;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A whole device in one file, for docs/device-guide.md: it enrols, connects, measures, obeys, and renews its certificate.
 * What it must not forget is in its folder; killed at any moment and started again, it goes on.
 *
 * <p>Its thread does everything; the MQTT library's threads only put messages into {@link #heard}.
 */
final class ExampleDevice implements MqttCallback {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final char[] PASSWORD = "device".toCharArray();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path folder;
    private final String est;
    private final String broker;
    private final String device;
    private final String prefix;
    private final String boot = "boot-" + Instant.now().toEpochMilli();
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private volatile MqttAsyncClient client;
    private long telemetrySequence;
    private long stateSequence;
    private long nextRenewal = System.nanoTime();
    /** The platform has said that it is time, whatever the clock here says. */
    private boolean reminded;

    /** @param by the connection that it came by: on another one it cannot be acknowledged */
    private record Heard(MqttAsyncClient by, String topic, MqttMessage message) {}

    private ExampleDevice(Path folder, String est, String broker, String tenant, String device) {
        this.folder = folder;
        this.est = est + "/.well-known/est/" + tenant;
        this.broker = broker;
        this.device = device;
        this.prefix = "dt/v1/" + tenant + "/" + device + "/";
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 5) {
            System.err.println("usage: TOKEN=… java -cp … ExampleDevice.java FOLDER EST-URL BROKER-URL TENANT DEVICE-ID");
            System.err.println("FOLDER holds root.pem, the one authority that the device trusts.");
            System.exit(2);
        }
        new ExampleDevice(Path.of(arguments[0]), arguments[1], arguments[2], arguments[3], arguments[4]).run();
    }

    private void run() throws Exception {
        if (!Files.exists(folder.resolve("device.p12"))) {
            enrol();
        }
        Duration pause = Duration.ofMillis(500);
        while (true) {
            try {
                connect();
                pause = Duration.ofMillis(500);
                work();
            } catch (MqttException lost) {
                System.out.println("not connected: " + lost.getMessage());
            }
            Thread.sleep(pause);
            // Growing, so that ten thousand devices do not come back at once for ever.
            pause = pause.multipliedBy(2).compareTo(Duration.ofSeconds(30)) < 0 ? pause.multipliedBy(2) : Duration.ofSeconds(30);
        }
    }

    private void work() throws Exception {
        long nextMeasurement = 0;
        while (client.isConnected()) {
            Heard message = heard.poll(100, TimeUnit.MILLISECONDS);
            if (message != null && message.by() == client) {
                if (message.topic().endsWith("/command")) {
                    obey(JSON.readTree(message.message().getPayload()));
                } else if (message.topic().endsWith("/certificate")) {
                    reminded = isOfOwn(JSON.readTree(message.message().getPayload()));
                } else {
                    takeOver(JSON.readTree(message.message().getPayload()));
                }
                // Only now: what the broker has not heard of comes again.
                client.messageArrivedComplete(message.message().getId(), message.message().getQos());
            }
            if (System.nanoTime() - nextMeasurement >= 0) {
                measure();
                nextMeasurement = System.nanoTime() + Duration.ofSeconds(1).toNanos();
            }
            if ((reminded || aThirdIsLeft()) && System.nanoTime() - nextRenewal >= 0) {
                nextRenewal = System.nanoTime() + Duration.ofMinutes(1).toNanos();
                if (renewed()) {
                    reminded = false;
                    client.disconnect().waitForCompletion(PATIENCE.toMillis());
                    client.close();
                }
            }
        }
    }

    // ── who it is ────────────────────────────────────────────────────────────────────────────────────────────────────

    /** With the one-time token that somebody allowed. An answer that was lost is asked for again with the same key. */
    private void enrol() throws Exception {
        String token = System.getenv("TOKEN");
        if (token == null) {
            throw new IllegalStateException("for the first certificate TOKEN has to be in the environment");
        }
        Path key = newKey("new.p12");
        String basic = Base64.getEncoder().encodeToString((device + ":" + token).getBytes(StandardCharsets.UTF_8));
        keep(key, ask(null, "/simpleenroll", request(key), "Basic " + basic));
        System.out.println("enrolled");
    }

    /** With the certificate that it has, for a new key. */
    private boolean renewed() throws Exception {
        Path key = newKey("next.p12");
        try {
            keep(key, ask(folder.resolve("device.p12"), "/simplereenroll", request(key), null));
            System.out.println("renewed");
            return true;
        } catch (IOException later) {
            // There is time: a third of the certificate's life.
            System.out.println("not renewed yet: " + later.getMessage());
            return false;
        }
    }

    private boolean aThirdIsLeft() throws Exception {
        X509Certificate own = (X509Certificate) store(folder.resolve("device.p12")).getCertificate("device");
        Instant begin = own.getNotBefore().toInstant();
        Instant end = own.getNotAfter().toInstant();
        return Instant.now().isAfter(end.minus(Duration.between(begin, end).dividedBy(3)));
    }

    /** A reminder that has waited at the broker may be of a certificate that was renewed since. */
    private boolean isOfOwn(JsonNode reminder) throws Exception {
        Certificate own = store(folder.resolve("device.p12")).getCertificate("device");
        byte[] fingerprint = MessageDigest.getInstance("SHA-256").digest(own.getEncoded());
        return HexFormat.of().formatHex(fingerprint).equals(reminder.path("fingerprint").asString());
    }

    /** A key pair in a store of its own; one that is there already is used, as its request may be under way. */
    private Path newKey(String name) throws Exception {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            keytool("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + device,
                    "-alias", "device", "-keystore", file.toString(), "-storetype", "PKCS12",
                    "-storepass", new String(PASSWORD));
        }
        return file;
    }

    /** PKCS #10 in Base64, signed with the key: proof that the device has it. */
    private String request(Path key) throws Exception {
        Path file = folder.resolve("request.pem");
        keytool("-certreq", "-alias", "device", "-keystore", key.toString(), "-file", file.toString(),
                "-storepass", new String(PASSWORD));
        return Files.readString(file).replaceAll("-----[^-]*-----", "").strip();
    }

    /** The certificate and its authority beside the key; then all of it in place of what was there. */
    private void keep(Path key, String answer) throws Exception {
        X509Certificate own = certificates(Base64.getMimeDecoder().decode(answer)).get(0);
        List<X509Certificate> authorities =
                certificates(Base64.getMimeDecoder().decode(ask(null, "/cacerts", null, null)));
        List<Certificate> chain = new ArrayList<>(List.of(own));
        authorities.stream()
                .filter(each -> each.getSubjectX500Principal().equals(own.getIssuerX500Principal()))
                .forEach(chain::add);
        KeyStore store = store(key);
        Key secret = store.getKey("device", PASSWORD);
        store.setKeyEntry("device", secret, PASSWORD, chain.toArray(Certificate[]::new));
        Path whole = folder.resolve("whole.p12");
        try (OutputStream out = Files.newOutputStream(whole)) {
            store.store(out, PASSWORD);
        }
        Files.move(whole, folder.resolve("device.p12"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.delete(key);
    }

    private String ask(Path shown, String operation, String body, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(est + operation)).timeout(PATIENCE);
        if (body != null) {
            request.header("Content-Type", "application/pkcs10").POST(HttpRequest.BodyPublishers.ofString(body));
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls(shown))
                .build()) {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("enrolment answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        }
    }

    /** Trusts the root alone, and shows the certificate of a store, or none. */
    private SSLContext tls(Path shown) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(shown == null ? empty() : store(shown), PASSWORD);
        KeyStore trusted = empty();
        trusted.setCertificateEntry("root", certificates(Files.readAllBytes(folder.resolve("root.pem"))).get(0));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static KeyStore store(Path file) throws Exception {
        KeyStore store = empty();
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static List<X509Certificate> certificates(byte[] encoded) throws Exception {
        return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(encoded)).stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool: " + said);
        }
    }

    // ── what it says and hears ───────────────────────────────────────────────────────────────────────────────────────

    private void connect() throws Exception {
        // The client id is the device's id: another one is refused.
        client = new MqttAsyncClient(broker, device, new MemoryPersistence());
        client.setManualAcks(true);
        client.setCallback(this);
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setSocketFactory(tls(folder.resolve("device.p12")).getSocketFactory());
        options.setCleanStart(false);
        // The broker keeps commands for so long while the device is away.
        options.setSessionExpiryInterval(3_600L);
        String connection = Long.toString(System.nanoTime());
        options.setWill(prefix + "presence", message(Map.of("state", "offline", "connection", connection), true));
        client.connect(options).waitForCompletion(PATIENCE.toMillis());
        client.subscribe(new String[] {prefix + "command", prefix + "desired", prefix + "certificate"}, new int[] {1, 1, 1})
                .waitForCompletion(PATIENCE.toMillis());
        publish("presence", Map.of("state", "online", "connection", connection), true);
        if (!Files.exists(folder.resolve("desired.json"))) {
            // The platform may believe that it has all of it: it does not know what was lost here.
            publish("state", Map.of("request", "desired"), false);
        }
        System.out.println("connected");
    }

    private void measure() throws MqttException {
        publish("telemetry", Map.of(
                "boot", boot,
                "seq", telemetrySequence++,
                "at", Instant.now().toString(),
                "values", List.of(Map.of("name", "temperature", "value", 21.5))), false);
    }

    /** Once, however often it comes: the answer is kept before the next message is looked at. */
    private void obey(JsonNode command) throws Exception {
        String id = command.get("commandId").asString();
        int attempt = command.get("attempt").asInt();
        if (Instant.now().isAfter(Instant.parse(command.get("expiresAt").asString()))) {
            return;
        }
        ObjectNode done = read("done.json");
        JsonNode before = done.get(id);
        boolean again = before != null
                && command.path("failedAttempt").asInt(0) >= before.path("attempt").asInt();
        if (before == null || again) {
            // Before it is begun: after a kill in the middle nobody knows how far it was, and twice is worse than not.
            Map<String, Object> interrupted = new LinkedHashMap<>(Map.of("answer", "failed", "code", "INTERRUPTED"));
            interrupted.put("attempt", attempt);
            done.set(id, JSON.valueToTree(interrupted));
            write("done.json", done);
            answer(id, Map.of("answer", "received", "attempt", attempt));
            answer(id, Map.of("answer", "executing", "attempt", attempt, "progress", 50));
            Map<String, Object> outcome = carryOut(command.get("name").asString(), command.path("arguments"));
            outcome.put("attempt", attempt);
            outcome.put("at", Instant.now().toString());
            done.set(id, JSON.valueToTree(outcome));
            write("done.json", done);
            before = done.get(id);
        }
        publishRaw("ack/" + id, JSON.writeValueAsBytes(before), false);
    }

    /** Here a real device moves something. */
    private Map<String, Object> carryOut(String name, JsonNode arguments) throws IOException {
        Files.writeString(folder.resolve("carried-out"), name + " " + arguments + "\n",
                java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
        return new LinkedHashMap<>(Map.of("answer", "succeeded", "code", "OK"));
    }

    private void answer(String command, Map<String, Object> answer) throws MqttException {
        publish("ack/" + command, answer, false);
    }

    /** What is desired: kept with its version, then the platform is told that it is so. */
    private void takeOver(JsonNode desired) throws Exception {
        ObjectNode kept = read("desired.json");
        int own = kept.path("version").asInt(0);
        int version = desired.get("version").asInt();
        if (version < own || version == 0) {
            return;
        }
        if (!desired.has("full") && version > own && desired.path("base").asInt() != own) {
            publish("state", Map.of("request", "desired"), false);
            return;
        }
        if (version > own || desired.has("full")) {
            ObjectNode properties = desired.has("full") || !kept.has("properties")
                    ? JSON.createObjectNode()
                    : (ObjectNode) kept.get("properties");
            desired.get("properties").properties().forEach(each -> {
                if (each.getValue().isNull()) {
                    properties.remove(each.getKey());
                } else {
                    properties.set(each.getKey(), each.getValue());
                }
            });
            kept.put("version", version);
            kept.set("properties", properties);
            write("desired.json", kept);
        }
        publish("state", Map.of(
                "boot", boot,
                "seq", stateSequence++,
                "at", Instant.now().toString(),
                "desiredVersion", version,
                "outcome", "applied"), false);
    }

    private ObjectNode read(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? (ObjectNode) JSON.readTree(Files.readString(file)) : JSON.createObjectNode();
    }

    private void write(String name, ObjectNode content) throws IOException {
        Path fresh = folder.resolve(name + ".new");
        Files.writeString(fresh, JSON.writeValueAsString(content));
        Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void publish(String kind, Map<String, ?> content, boolean retained) throws MqttException {
        publishRaw(kind, JSON.writeValueAsBytes(content), retained);
    }

    /** Waits until the broker has it: what was not acknowledged has to be said again. */
    private void publishRaw(String kind, byte[] content, boolean retained) throws MqttException {
        client.publish(prefix + kind, content, 1, retained).waitForCompletion(PATIENCE.toMillis());
    }

    private static MqttMessage message(Map<String, ?> content, boolean retained) {
        MqttMessage message = new MqttMessage(JSON.writeValueAsBytes(content));
        message.setQos(1);
        message.setRetained(retained);
        return message;
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        heard.add(new Heard(client, topic, message));
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {}

    @Override
    public void mqttErrorOccurred(MqttException exception) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
}
