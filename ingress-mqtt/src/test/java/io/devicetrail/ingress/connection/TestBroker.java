package io.devicetrail.ingress.connection;

import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.auth.PublishAuthorizer;
import com.hivemq.extension.sdk.api.interceptor.publish.PublishInboundInterceptor;
import com.hivemq.extension.sdk.api.packets.disconnect.DisconnectReasonCode;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A real broker that can be started late. */
final class TestBroker implements AutoCloseable {
    /** Topics on which it takes nothing. */
    final Set<String> refused = ConcurrentHashMap.newKeySet();
    /** Topics over which it ends the connection of who sends to them. */
    final Set<String> ending = ConcurrentHashMap.newKeySet();
    /** How often it has. */
    final AtomicInteger ended = new AtomicInteger();

    private final Path folder;
    private final int port;
    private @Nullable EmbeddedHiveMQ server;

    TestBroker(Path folder) throws IOException {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    void start() throws IOException {
        // As the embedded broker has it: messages under way to one client.
        InternalConfigurations.MAX_INFLIGHT_WINDOW_SIZE_MESSAGES = 500;
        Path conf = Files.createDirectories(folder.resolve("conf"));
        Files.writeString(conf.resolve("config.xml"), """
                <hivemq>
                  <listeners><tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address></tcp-listener></listeners>
                  <mqtt>
                    <queued-messages><max-queue-size>100000</max-queue-size></queued-messages>
                    <receive-maximum><server-receive-maximum>1000</server-receive-maximum></receive-maximum>
                  </mqtt>
                  <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                </hivemq>
                """.formatted(port));
        EmbeddedHiveMQ started = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(conf)
                .withDataFolder(Files.createDirectories(folder.resolve("data")))
                .withExtensionsFolder(Files.createDirectories(folder.resolve("extensions")))
                .withEmbeddedExtension(EmbeddedExtension.builder()
                        .withId("refusals")
                        .withName("refusals")
                        .withVersion("1")
                        .withPriority(0)
                        .withStartPriority(0)
                        .withAuthor("test")
                        .withExtensionMain(new Refusals(refused, ending, ended))
                        .build())
                .withoutLoggingBootstrap()
                .build();
        started.start().join();
        server = started;
    }

    void stop() {
        EmbeddedHiveMQ stopped = server;
        server = null;
        if (stopped != null) {
            stopped.stop().join();
        }
    }

    @Override
    public void close() {
        stop();
    }

    private record Refusals(Set<String> refused, Set<String> ending, AtomicInteger ended) implements ExtensionMain {
        @Override
        public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
            PublishInboundInterceptor refusing = (message, answer) -> {
                if (refused.contains(message.getPublishPacket().getTopic())) {
                    answer.preventPublishDelivery(AckReasonCode.NOT_AUTHORIZED);
                }
            };
            PublishAuthorizer ender = (message, answer) -> {
                if (ending.contains(message.getPublishPacket().getTopic())) {
                    ended.incrementAndGet();
                    answer.disconnectClient(DisconnectReasonCode.NOT_AUTHORIZED);
                } else {
                    answer.authorizeSuccessfully();
                }
            };
            Services.securityRegistry().setAuthorizerProvider(client -> ender);
            Services.initializerRegistry()
                    .setClientInitializer((connected, client) -> client.addPublishInboundInterceptor(refusing));
        }

        @Override
        public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {}
    }
}
