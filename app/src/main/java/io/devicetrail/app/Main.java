package io.devicetrail.app;

import io.devicetrail.app.cli.CommandLineInterface;
import io.devicetrail.app.cli.Logs;

/** Where the jar begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Logs.nowhere();
        System.exit(CommandLineInterface.run(arguments));
    }
}
