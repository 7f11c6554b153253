package io.devicetrail.bench;

import io.devicetrail.app.embedded.StartFailure;
import io.devicetrail.bench.append.AppendBench;
import io.devicetrail.bench.commands.CommandsBench;
import io.devicetrail.bench.endtoend.EndToEndBench;
import io.devicetrail.bench.export.ExportBench;
import io.devicetrail.bench.ingest.IngestBench;
import io.devicetrail.bench.ledger.LedgerBench;
import io.devicetrail.bench.replay.ReplayBench;
import io.devicetrail.bench.rollout.RolloutBench;
import io.devicetrail.eventstore.append.NotDurableException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code bench}. A new bench is one class and one entry in {@link #BENCHES}. */
@Command(
        name = "bench",
        description = "Measures one thing beside a control and a limit, in the same run on the same machine.",
        mixinStandardHelpOptions = true,
        footer = {"", "docs/bench.md tells how to read the figures."})
final class BenchCommand implements Callable<Integer> {
    static final List<Bench> BENCHES = List.of(
            new AppendBench(),
            new CommandsBench(),
            new ReplayBench(),
            new LedgerBench(),
            new ExportBench(),
            new IngestBench(),
            new EndToEndBench(),
            new RolloutBench());

    private final PrintStream out;
    private final PrintStream err;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            description = "Which bench: ${COMPLETION-CANDIDATES}.",
            completionCandidates = Names.class)
    private String name = "";

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds; medians are reported (default: 3).")
    private int rounds = 3;

    @Option(names = "--seconds", paramLabel = "S", description = "Measured time of each run (default: 5).")
    private double seconds = 5;

    @Option(names = "--json", description = "One JSON object on standard output, for programs.")
    private boolean json;

    private BenchCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    static int run(PrintStream out, PrintStream err, String... arguments) {
        CommandLine line = new CommandLine(new BenchCommand(out, err));
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof StartFailure mendable) {
                err.println("bench: " + mendable.line());
            } else if (failure instanceof NotDurableException refused) {
                err.println("bench: refused: " + refused.getMessage() + ". Switch it on and run again");
            } else {
                failure.printStackTrace(err);
            }
            return CommandLine.ExitCode.SOFTWARE;
        });
        return line.execute(arguments);
    }

    @Override
    public Integer call() throws Exception {
        Bench bench = BENCHES.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> usage("There is no bench '" + name + "'"));
        if (rounds < 1 || seconds <= 0) {
            throw usage("--rounds and --seconds must be more than 0");
        }
        Measuring measuring =
                new Measuring(rounds, Duration.ofMillis(Math.round(seconds * 1000)), home(), err::println);
        Report report = bench.run(measuring);
        out.println(json ? report.toJson() : report.toText());
        return CommandLine.ExitCode.OK;
    }

    private ParameterException usage(String message) {
        return new ParameterException(java.util.Objects.requireNonNull(spec).commandLine(), message);
    }

    /** On the checkout's disk, since a temporary folder may be memory, where fsync means nothing. */
    private static Path home() {
        String checkout = System.getProperty("devicetrail.checkout");
        return checkout == null
                ? Path.of("target/home-of-tests")
                : Path.of(checkout).resolve("bench/target/home");
    }

    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return BENCHES.stream().map(Bench::name).iterator();
        }
    }
}
