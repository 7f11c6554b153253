package io.devicetrail.eventstore.axonserver;

import io.axoniq.axonserver.grpc.event.Event;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Speaks the part of Axon Server's gRPC that the log needs, on loopback, with its events in memory. It shows that our
 * side of the protocol runs; it is not Axon Server, and a test that is green on it says nothing about the real one.
 *
 * <p>It can be away and come back with its events, be silent, and be wrong on purpose.
 */
public final class AxonServerStandIn implements AutoCloseable {
    private static final Metadata.Key<String> CONTEXT =
            Metadata.Key.of("AxonIQ-Context", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> TOKEN =
            Metadata.Key.of("AxonIQ-Access-Token", Metadata.ASCII_STRING_MARSHALLER);
    private static final int ANY_PORT = 0;

    private final StandInEvents events = new StandInEvents();
    private final Set<String> said = ConcurrentHashMap.newKeySet();
    private @Nullable Server server;
    private int port = ANY_PORT;

    private final @Nullable OwnCertificate certificate;

    private AxonServerStandIn(@Nullable OwnCertificate certificate) {
        this.certificate = certificate;
    }

    public static AxonServerStandIn start() {
        AxonServerStandIn standIn = new AxonServerStandIn(null);
        standIn.comeBack();
        return standIn;
    }

    static AxonServerStandIn startWithTls(OwnCertificate certificate) {
        AxonServerStandIn standIn = new AxonServerStandIn(certificate);
        standIn.comeBack();
        return standIn;
    }

    /** {@code host:port}. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** How many events it holds. */
    public long stored() {
        return events.lastToken() + 1;
    }

    /** Stops serving; the events stay. */
    public void goAway() {
        Server running = server;
        server = null;
        if (running != null) {
            running.shutdownNow();
            try {
                running.awaitTermination(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        events.forgetReaders();
    }

    /** Serves again, under the same address. */
    public void comeBack() {
        try {
            NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port));
            if (certificate != null) {
                builder.useTransportSecurity(
                        certificate.certificate().toFile(), certificate.key().toFile());
            }
            server = builder.addService(new StandInPlatform())
                    .addService(new StandInEventStore(events))
                    .intercept(new Listening())
                    .build()
                    .start();
            port = server.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on no question is answered, and no connection refused either. */
    void fallSilent(boolean silent) {
        events.silent = silent;
    }

    /** The next event's index is that much too high. */
    void leap(int indexes) {
        events.leap(indexes);
    }

    /** Drops the newest events, as an old backup would. */
    void lose(int newest) {
        events.lose(newest);
    }

    /** Puts an event there as another program would. */
    void put(Event event) {
        events.append(List.of(event));
    }

    @Override
    public void close() {
        goAway();
    }

    /** What the clients have said of themselves: contexts and tokens, in the headers of their calls. */
    Set<String> saidByClients() {
        return said;
    }

    private final class Listening implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            said.add("context " + headers.get(CONTEXT));
            said.add("token " + headers.get(TOKEN));
            return next.startCall(call, headers);
        }
    }
}
