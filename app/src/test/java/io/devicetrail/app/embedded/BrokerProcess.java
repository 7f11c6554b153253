package io.devicetrail.app.embedded;

import io.devicetrail.app.broker.BrokerCertificates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.util.unit.DataSize;

/** The broker alone, in a process of its own: it can be killed, and shares no static state with the tests' broker. */
final class BrokerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final int READY = '!';

    private final Process process;

    private BrokerProcess(Process process) {
        this.process = process;
    }

    static BrokerProcess start(Path home, int port) throws IOException {
        return start(home, port, Ports.claim("tls", "127.0.0.1", 0));
    }

    /** @param tls where the guard stands; whom it lets in is in the home's {@link CertificateList} */
    static BrokerProcess start(Path home, int port, int tls) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dlogback.configurationFile=logback-silent.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        home.toString(),
                        Integer.toString(port),
                        Integer.toString(tls))
                .redirectErrorStream(true)
                .start();
        StringBuilder said = new StringBuilder();
        for (int next = process.getInputStream().read();
                next != READY;
                next = process.getInputStream().read()) {
            if (next < 0) {
                throw new AssertionError("the broker did not start: " + said);
            }
            said.append((char) next);
        }
        return new BrokerProcess(process);
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(START.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    /** A broker of this JVM. */
    static BrokerPart part(Path root, int tls, int plain) {
        Home home = Home.open(root, DataSize.ofMegabytes(1));
        Clock clock = Clock.systemUTC();
        BrokerCertificates certificates = new BrokerCertificates(
                Authorities.open(Settings.load(home.root(), Map.of()), home, clock),
                home.privateFolder("broker-certificates"),
                List.of(),
                List.of(),
                clock);
        return BrokerPart.start(home, new BrokerPorts("127.0.0.1", tls, plain), certificates, START, Progress.SILENT);
    }

    /** Ends with whoever started it: its standard input ends then. */
    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[0]);
        BrokerPart broker = part(root, Integer.parseInt(args[2]), Integer.parseInt(args[1]));
        broker.guard().admitBy(new CertificateList(root.resolve("list")));
        System.out.write(READY);
        System.out.flush();
        while (System.in.read() >= 0) {
            // Nothing is ever said; only the end counts.
        }
        Runtime.getRuntime().halt(0);
    }
}
