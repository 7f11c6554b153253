package io.devicetrail.bench;

import io.devicetrail.app.cli.Logs;

/** Where the bench's jar begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // A bench keeps no log; its failures go to standard error.
        Logs.nowhere();
        System.exit(BenchCommand.run(System.out, System.err, arguments));
    }
}
