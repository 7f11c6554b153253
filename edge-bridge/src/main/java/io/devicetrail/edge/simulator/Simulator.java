package io.devicetrail.edge.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Both made-up machines and the ticking that moves them. Each protocol can be taken away and brought back. */
public final class Simulator implements AutoCloseable {

    private final int opcUaPort;
    private final int modbusPort;
    private final Clock clock;
    private final AtomicLong tick = new AtomicLong();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("simulator").factory());
    private @Nullable SimulatedOpcUaServer opcUa;
    private @Nullable SimulatedModbusSlave modbus;

    /** Port 0 stands for any free port. */
    public Simulator(int opcUaPort, int modbusPort, Duration interval, Clock clock) throws Exception {
        this.opcUaPort = opcUaPort == 0 ? freePort() : opcUaPort;
        this.modbusPort = modbusPort == 0 ? freePort() : modbusPort;
        this.clock = clock;
        startOpcUa();
        startModbus();
        long millis = interval.toMillis();
        var unused = ticker.scheduleAtFixedRate(this::tick, millis, millis, TimeUnit.MILLISECONDS);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private synchronized void tick() {
        long now = tick.incrementAndGet();
        if (opcUa != null) {
            opcUa.show(now);
        }
        if (modbus != null) {
            modbus.show(now);
        }
    }

    public synchronized void startOpcUa() throws Exception {
        opcUa = new SimulatedOpcUaServer(opcUaPort, clock);
    }

    public synchronized void stopOpcUa() {
        if (opcUa != null) {
            opcUa.close();
            opcUa = null;
        }
    }

    public synchronized void startModbus() throws Exception {
        modbus = new SimulatedModbusSlave(modbusPort);
    }

    public synchronized void stopModbus() {
        if (modbus != null) {
            modbus.close();
            modbus = null;
        }
    }

    public String opcUaEndpoint() {
        return "opc.tcp://127.0.0.1:" + opcUaPort + "/simulator";
    }

    public int modbusPort() {
        return modbusPort;
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        stopModbus();
        stopOpcUa();
    }
}
