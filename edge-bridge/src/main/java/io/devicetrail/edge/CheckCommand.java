package io.devicetrail.edge;

import io.devicetrail.edge.source.MachineSource;
import io.devicetrail.edge.source.Reading;
import io.devicetrail.edge.source.ReadingSink;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks before the service is started; stores and publishes nothing. */
@Command(
        name = "check",
        description = "Validate the settings file and read every source once.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The settings file (JSON).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path config;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        BridgeSettings settings = BridgeSettings.read(config);
        PrintWriter out = spec.commandLine().getOut();
        int failures = 0;
        for (MachineSource source : Bridge.sources(settings, new Nowhere(), Clock.systemUTC())) {
            String name = source.report().name();
            try {
                out.println("ok      " + name + ": " + source.probe());
            } catch (Exception e) {
                failures++;
                out.println("failed  " + name + ": " + e.getMessage());
            }
            out.flush();
        }
        return failures == 0 ? 0 : 1;
    }

    private record Nowhere() implements ReadingSink {
        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public void append(Reading reading) {}
    }
}
