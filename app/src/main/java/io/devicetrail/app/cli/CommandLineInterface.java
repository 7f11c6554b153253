package io.devicetrail.app.cli;

import io.devicetrail.app.demo.DemoCommand;
import io.devicetrail.app.embedded.StartFailure;
import io.devicetrail.app.validation.ValidationPackCommand;
import java.util.List;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command {@code devicetrail}. A new subcommand is one class and one word in {@link #SUBCOMMANDS}. */
@Command(
        name = "devicetrail",
        description = "Event-sourced device management for sites that must answer to an auditor.",
        mixinStandardHelpOptions = true,
        versionProvider = CommandLineInterface.Version.class)
public final class CommandLineInterface {
    private static final List<Class<?>> SUBCOMMANDS = List.of(
            Up.class,
            DemoCommand.class,
            Doctor.class,
            SignInCommand.class,
            ReplayCommand.class,
            ExportCommand.class,
            VerifyCommand.class,
            LedgerCommands.class,
            ValidationPackCommand.class);

    private CommandLineInterface() {}

    public static int run(String... arguments) {
        CommandLine line = new CommandLine(new CommandLineInterface());
        SUBCOMMANDS.forEach(line::addSubcommand);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(command.getColorScheme().errorText("devicetrail: " + line(failure)));
            return CommandLine.ExitCode.SOFTWARE;
        });
        if (arguments.length == 0) {
            line.usage(System.err);
            return CommandLine.ExitCode.USAGE;
        }
        return line.execute(arguments);
    }

    /** One line for a person; what a person cannot mend goes to the log with its stack trace. */
    static String line(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // What a bean of the application refuses comes wrapped in what Spring says about it.
            if (cause instanceof StartFailure mendable) {
                LoggerFactory.getLogger(CommandLineInterface.class).warn(mendable.line(), mendable);
                return mendable.line();
            }
        }
        LoggerFactory.getLogger(CommandLineInterface.class).error("The command failed", failure);
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null
                ? ""
                : ": " + root.getMessage().lines().findFirst().orElse("");
        String log = System.getProperty(Logs.FILE);
        return root.getClass().getSimpleName() + message + (log == null ? "" : ". The whole story is in " + log);
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = CommandLineInterface.class.getPackage().getImplementationVersion();
            return new String[] {"devicetrail " + (version == null ? "development" : version)};
        }
    }
}
