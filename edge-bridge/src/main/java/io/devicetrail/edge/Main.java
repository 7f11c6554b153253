package io.devicetrail.edge;

import io.devicetrail.edge.settings.Problems.BadSettings;
import io.devicetrail.edge.source.ReadingSink.ReadingNotStored;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line. Results go to standard output, the log to standard error; 0 only on success. */
@Command(
        name = "edge-bridge",
        description =
                "Reads OPC UA and Modbus TCP machines and sends what they say to an MQTT broker, buffered on disk.",
        subcommands = {RunCommand.class, CheckCommand.class, SimulateCommand.class},
        mixinStandardHelpOptions = true,
        version = "edge-bridge 0.1.0")
public final class Main implements Runnable {

    /** The settings cannot be used, as picocli's own code for a wrong command line. */
    static final int UNUSABLE_SETTINGS = 2;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say what to do: run, check or simulate");
    }

    public static void main(String[] args) {
        // Not the locale's charset: a unit such as °C must come out of a service with LANG=C unharmed.
        System.exit(execute(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                args));
    }

    static int execute(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler(Main::report)
                .execute(args);
    }

    /** One line per problem, no stack trace: every expected failure says by itself what is wrong. */
    private static int report(Exception e, CommandLine line, CommandLine.ParseResult result) throws Exception {
        PrintWriter err = line.getErr();
        switch (e) {
            case BadSettings bad -> {
                bad.lines().forEach(problem -> err.println("settings: " + problem));
                return UNUSABLE_SETTINGS;
            }
            case ReadingNotStored unusable -> err.println(unusable.getMessage());
            case java.io.IOException io -> err.println(io.getMessage());
            default -> throw e;
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
