package io.devicetrail.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.authority.AuthorityStore;
import io.devicetrail.pki.authority.CertificateUse;
import io.devicetrail.pki.authority.PlatformAuthority;
import io.devicetrail.pki.authority.Validity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A device gets in as itself and no further, whatever it says of itself. */
@Order(3)
@Execution(value = ExecutionMode.CONCURRENT, reason = "waits for a process of its own most of the time")
class BrokerGuardTest {
    private static final TenantId ACME = TenantId.of("acme");
    private static final TenantId RIVAL = TenantId.of("rival");
    private static final List<String> UP = List.of("telemetry", "presence", "state", "event", "log", "ack/1", "update");
    private static final List<String> DOWN = List.of("command", "desired", "rollout", "certificate");
    private static final int NOT_AUTHORIZED = 0x87;
    private static final int BAD_NAME = 0x85;
    private static final int QUOTA_EXCEEDED = 0x97;
    private static final int MOST_CONNECTIONS = 4;
    private static final long PATIENCE = 10_000;

    private static Path home;
    private static int port;
    private static int plainPort;
    private static BrokerProcess broker;
    private static PlatformAuthority authority;

    private final DeviceId pump = device(ACME);
    private final DeviceId valve = device(ACME);
    private final DeviceId gateway = device(ACME);
    private final DeviceId spy = device(RIVAL);
    private final List<MqttAsyncClient> clients = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        home = folder;
        Files.writeString(home.resolve("list"), "");
        port = Ports.claim("tls", "127.0.0.1", 0);
        plainPort = Ports.claim("plain", "127.0.0.1", 0);
        broker = BrokerProcess.start(home, plainPort, port);
        authority = PlatformAuthority.open(
                AuthorityStore.open(
                        home.resolve("secrets/authorities.p12"),
                        Files.readString(home.resolve("secrets/" + Authorities.PASSWORD_FILE))),
                Clock.systemUTC());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        broker.close();
    }

    /** Another in each test: they run side by side, on one broker. */
    private static DeviceId device(TenantId tenant) {
        return DeviceId.of(tenant, "Maker", UUID.randomUUID().toString());
    }

    @AfterEach
    void leave() throws MqttException {
        for (MqttAsyncClient client : clients) {
            if (client.isConnected()) {
                client.disconnectForcibly(0, 200, true);
                client.close(true);
            }
        }
    }

    @Test
    void aDeviceSpeaksAndHearsOnItsOwnTopics() throws Exception {
        MqttAsyncClient pumps = connected(enrolled(ACME, pump), pump.toString());
        for (String each : UP) {
            assertThat(published(pumps, topic(ACME, pump, each))).as(each).isLessThan(0x80);
        }
        for (String each : DOWN) {
            assertThat(subscribed(pumps, topic(ACME, pump, each))).as(each).isLessThan(0x80);
        }
    }

    /** Each pair of devices of one tenant and of two, each topic, both directions. */
    @Test
    void noDeviceSpeaksOrHearsForAnother() throws Exception {
        CertifiedClient ofSpy = enrolled(RIVAL, spy);
        CertifiedClient ofPump = enrolled(ACME, pump);
        for (String each : UP) {
            refusedToPublish(ofPump, pump, topic(ACME, valve, each));
            refusedToPublish(ofPump, pump, topic(RIVAL, pump, each));
            refusedToPublish(ofSpy, spy, topic(ACME, pump, each));
            refusedToPublish(ofSpy, spy, topic(ACME, spy, each));
        }
        for (String each : DOWN) {
            refusedToPublish(ofPump, pump, topic(ACME, pump, each));
        }
        MqttAsyncClient pumps = connected(ofPump, pump.toString());
        MqttAsyncClient spies = connected(ofSpy, spy.toString());
        List<String> all = new ArrayList<>(DOWN);
        all.addAll(UP);
        for (String each : all) {
            assertThat(subscribed(pumps, topic(ACME, valve, each))).as(each).isEqualTo(NOT_AUTHORIZED);
            assertThat(subscribed(spies, topic(ACME, pump, each))).as(each).isEqualTo(NOT_AUTHORIZED);
        }
        for (String each : UP) {
            assertThat(subscribed(pumps, topic(ACME, pump, each))).as(each).isEqualTo(NOT_AUTHORIZED);
        }
    }

    @Test
    void noWildcardWidensWhatADeviceHears() throws Exception {
        MqttAsyncClient pumps = connected(enrolled(ACME, pump), pump.toString());
        for (String filter : List.of(
                "#",
                "+/+/+/+/+",
                "dt/v1/acme/+/command",
                "dt/v1/+/" + pump + "/command",
                "dt/v1/acme/" + pump + "/#",
                "dt/v1/acme/" + pump + "/+",
                "$SYS/#",
                "$share/devicetrail/dt/v1/+/+/telemetry",
                "$share/mine/" + topic(ACME, pump, "command"))) {
            assertThat(subscribed(pumps, filter)).as(filter).isEqualTo(NOT_AUTHORIZED);
        }
    }

    @Test
    void aDeviceLeavesNothingThatStaysButItsPresence() throws Exception {
        CertifiedClient ofPump = enrolled(ACME, pump);
        MqttAsyncClient pumps = connected(ofPump, pump.toString());
        assertThat(published(pumps, topic(ACME, pump, "presence"), true)).isLessThan(0x80);
        assertThat(published(pumps, topic(ACME, pump, "telemetry"), true)).isEqualTo(NOT_AUTHORIZED);
    }

    /** A session belongs to its client id: what waits for another device must not come to this one. */
    @Test
    void noDeviceTakesTheClientIdOfAnother() throws Exception {
        CertifiedClient ofPump = enrolled(ACME, pump);
        for (String name : List.of(
                valve.toString(),
                "devicetrail-one-in-0",
                "anything",
                pump + "x",
                pump.toString().toUpperCase(Locale.ROOT),
                "")) {
            assertThat(refusal(ofPump.sockets(), name)).as(name).isEqualTo(BAD_NAME);
        }
        connected(ofPump, pump + "-second");
    }

    @Test
    void aGatewaySpeaksForWhatIsBehindItAndForNothingElse() throws Exception {
        enrolled(ACME, valve, gateway.toString());
        enrolled(ACME, pump);
        CertifiedClient ofGateway = enrolled(ACME, gateway);
        MqttAsyncClient valves = connected(ofGateway, valve.toString());
        assertThat(published(valves, topic(ACME, valve, "telemetry"))).isLessThan(0x80);
        assertThat(published(valves, topic(ACME, valve, "update"))).isLessThan(0x80);
        assertThat(subscribed(valves, topic(ACME, valve, "rollout"))).isLessThan(0x80);
        assertThat(refusal(ofGateway.sockets(), pump.toString())).isEqualTo(BAD_NAME);
        refusedToPublish(ofGateway, valve, topic(ACME, gateway, "telemetry"));
        refusedToPublish(ofGateway, valve, topic(ACME, gateway, "update"));
    }

    @Test
    void whatNobodyKnowsDoesNotOpen() throws Exception {
        CertifiedClient signedOnly = certified(ACME, pump, Duration.ofDays(1));
        assertThat(refusal(signedOnly.sockets(), pump.toString())).isEqualTo(NOT_AUTHORIZED);
    }

    @Test
    void withoutACertificateThereIsNoConnection() {
        SSLSocketFactory bare = CertifiedClient.sockets(authority.root());
        assertThatThrownBy(() -> connected(bare, pump.toString())).isInstanceOf(MqttException.class);
    }

    @Test
    void oneThatIsOverIsRefusedByTheHandshake() throws Exception {
        CertifiedClient over = certified(ACME, pump, Duration.ofSeconds(-1));
        list(over, ACME, pump, "-");
        assertThatThrownBy(() -> connected(over, pump.toString())).isInstanceOf(MqttException.class);
    }

    /** An authority of somebody else may say the same names. */
    @Test
    void anotherRootOpensNothing() throws Exception {
        PlatformAuthority other = PlatformAuthority.open(
                AuthorityStore.open(Files.createTempDirectory(home, "other").resolve("a.p12"), "x"), Clock.systemUTC());
        CertifiedClient foreign = CertifiedClient.of(
                other.of(ACME), authority.root(), "CN=" + pump, CertificateUse.CLIENT, lasting(Duration.ofDays(1)));
        list(foreign, ACME, pump, "-");
        assertThatThrownBy(() -> connected(foreign, pump.toString())).isInstanceOf(MqttException.class);
    }

    /** The subject says so, but another authority signed it. */
    @Test
    void aTenantsAuthorityMakesNoPlatform() throws Exception {
        CertifiedClient disguised = CertifiedClient.of(
                authority.of(ACME),
                authority.root(),
                "O=installation,CN=platform",
                CertificateUse.CLIENT,
                lasting(Duration.ofDays(1)));
        assertThat(refusal(disguised.sockets(), "devicetrail-one-in-9")).isEqualTo(NOT_AUTHORIZED);
    }

    @Test
    void aRevokedCertificateIsOutWithinSeconds() throws Exception {
        CertifiedClient ofPump = enrolled(ACME, pump);
        MqttAsyncClient pumps = connected(ofPump, pump.toString());
        MqttAsyncClient spies = connected(enrolled(RIVAL, spy), spy.toString());
        strike(ofPump);
        await().atMost(Duration.ofSeconds(6)).until(() -> !pumps.isConnected());
        assertThat(spies.isConnected()).isTrue();
        assertThat(refusal(ofPump.sockets(), pump.toString())).isEqualTo(NOT_AUTHORIZED);
    }

    /** The renewed certificate came in under the same name before the old one was struck out. */
    @Test
    void theRenewedCertificateStays() throws Exception {
        CertifiedClient old = enrolled(ACME, pump);
        connected(old, pump.toString());
        MqttAsyncClient renewed = connected(enrolled(ACME, pump), pump.toString());
        strike(old);
        MqttAsyncClient spies = connected(enrolled(RIVAL, spy), spy.toString());
        strike(RIVAL, spy);
        await().atMost(Duration.ofSeconds(6)).until(() -> !spies.isConnected());
        assertThat(renewed.isConnected()).isTrue();
    }

    /** The entry of a connection must not depend on the session, which is there only later. */
    @Test
    void manyThatComeAtOnceAreAllPutOut() throws Exception {
        CertifiedClient ofPump = enrolled(ACME, pump);
        List<MqttAsyncClient> all = new ArrayList<>();
        for (int number = 0; number < MOST_CONNECTIONS; number++) {
            all.add(connected(ofPump, pump + "-" + number));
        }
        assertThat(refusal(ofPump.sockets(), pump + "-more")).isEqualTo(QUOTA_EXCEEDED);
        strike(ofPump);
        await().atMost(Duration.ofSeconds(6)).until(() -> all.stream().noneMatch(MqttAsyncClient::isConnected));
    }

    @Test
    void aGatewayIsPutOutWhenTheDeviceIsNoLongerBehindIt() throws Exception {
        enrolled(ACME, valve, gateway.toString());
        CertifiedClient ofGateway = enrolled(ACME, gateway);
        MqttAsyncClient own = connected(ofGateway, gateway.toString());
        MqttAsyncClient valves = connected(ofGateway, valve + "-by-gateway");
        strike(ACME, valve);
        await().atMost(Duration.ofSeconds(16)).until(() -> !valves.isConnected());
        assertThat(own.isConnected()).isTrue();
    }

    /** Begun at the port without TLS, where nobody is asked, and taken up again at the other one. */
    @Test
    void aSessionThatHearsMoreIsEnded() throws Exception {
        MqttAsyncClient before =
                new MqttAsyncClient("tcp://127.0.0.1:" + plainPort, pump.toString(), new MemoryPersistence());
        MqttConnectionOptions lasting = new MqttConnectionOptions();
        lasting.setSessionExpiryInterval(3_600L);
        before.connect(lasting).waitForCompletion(PATIENCE);
        before.subscribe("dt/v1/#", 1).waitForCompletion(PATIENCE);
        before.disconnect().waitForCompletion(PATIENCE);
        before.close();
        MqttAsyncClient spies = connected(enrolled(RIVAL, spy), spy.toString());
        published(spies, topic(RIVAL, spy, "telemetry"));

        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        MqttAsyncClient pumps = connected(enrolled(ACME, pump).sockets(), pump.toString(), heard, false);
        published(spies, topic(RIVAL, spy, "telemetry"));
        assertThat(subscribed(pumps, topic(ACME, pump, "command"))).isLessThan(0x80);
        assertThat(heard).isEmpty();
    }

    private void refusedToPublish(CertifiedClient by, DeviceId name, String topic) throws Exception {
        assertThat(published(connected(by, name.toString()), topic)).as(topic).isEqualTo(NOT_AUTHORIZED);
    }

    private CertifiedClient enrolled(TenantId tenant, DeviceId device) throws IOException {
        return enrolled(tenant, device, "-");
    }

    private CertifiedClient enrolled(TenantId tenant, DeviceId device, String gateway) throws IOException {
        CertifiedClient client = certified(tenant, device, Duration.ofDays(1));
        list(client, tenant, device, gateway);
        return client;
    }

    private CertifiedClient certified(TenantId tenant, DeviceId device, Duration life) {
        return CertifiedClient.of(
                authority.of(tenant),
                authority.root(),
                "O=" + tenant + ",CN=" + device,
                CertificateUse.CLIENT,
                lasting(life));
    }

    private static Validity lasting(Duration life) {
        return PlatformAuthority.from(Instant.now(), life);
    }

    private void list(CertifiedClient client, TenantId tenant, DeviceId device, String gateway) throws IOException {
        synchronized (BrokerGuardTest.class) {
            Files.writeString(
                    home.resolve("list"),
                    String.join(" ", client.fingerprint(), tenant.toString(), device.toString(), gateway) + "\n",
                    StandardOpenOption.APPEND);
        }
    }

    private void strike(CertifiedClient client) throws IOException {
        keep(line -> !line.startsWith(client.fingerprint()));
    }

    private void strike(TenantId tenant, DeviceId device) throws IOException {
        keep(line -> !line.contains(" " + tenant + " " + device + " "));
    }

    private void keep(Predicate<String> which) throws IOException {
        synchronized (BrokerGuardTest.class) {
            Path list = home.resolve("list");
            Path fresh = home.resolve("list.new");
            Files.write(fresh, Files.readAllLines(list).stream().filter(which).toList());
            Files.move(fresh, list, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static String topic(TenantId tenant, DeviceId device, String kind) {
        return "dt/v1/" + tenant + "/" + device + "/" + kind;
    }

    private MqttAsyncClient connected(CertifiedClient with, String name) throws MqttException {
        return connected(with.sockets(), name);
    }

    private MqttAsyncClient connected(SSLSocketFactory sockets, String name) throws MqttException {
        return connected(sockets, name, new LinkedBlockingQueue<>(), true);
    }

    private MqttAsyncClient connected(
            SSLSocketFactory sockets, String name, BlockingQueue<String> heard, boolean cleanStart)
            throws MqttException {
        MqttAsyncClient client = new MqttAsyncClient("ssl://127.0.0.1:" + port, name, new MemoryPersistence());
        clients.add(client);
        client.setCallback(new Arrivals(heard));
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setSocketFactory(sockets);
        options.setCleanStart(cleanStart);
        options.setConnectionTimeout((int) TimeUnit.MILLISECONDS.toSeconds(PATIENCE));
        client.connect(options).waitForCompletion(PATIENCE);
        return client;
    }

    private int refusal(SSLSocketFactory sockets, String name) {
        try {
            connected(sockets, name);
            return 0;
        } catch (MqttException refused) {
            return refused.getReasonCode();
        }
    }

    private static int published(MqttAsyncClient client, String topic) throws MqttException {
        return published(client, topic, false);
    }

    private static int published(MqttAsyncClient client, String topic, boolean retained) throws MqttException {
        IMqttToken token = client.publish(topic, "{}".getBytes(StandardCharsets.UTF_8), 1, retained);
        try {
            token.waitForCompletion(PATIENCE);
        } catch (MqttException refused) {
            return refused.getReasonCode();
        }
        return token.getReasonCodes()[0];
    }

    private static int subscribed(MqttAsyncClient client, String filter) throws MqttException {
        IMqttToken token = client.subscribe(filter, 1);
        try {
            token.waitForCompletion(PATIENCE);
        } catch (MqttException refused) {
            return refused.getReasonCode();
        }
        return token.getReasonCodes()[0];
    }
}
