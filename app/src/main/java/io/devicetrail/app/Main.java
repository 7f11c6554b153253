package io.devicetrail.app;

import io.devicetrail.app.cli.CommandLineInterface;

/** Where the jar begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(CommandLineInterface.run(arguments));
    }
}
