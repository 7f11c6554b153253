package io.devicetrail.bench;

/** Where the bench's jar begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // The application's logging writes to a file; a bench keeps none, and its failures go to standard error.
        System.setProperty("LOG_FILE", "/dev/null");
        System.exit(BenchCommand.run(System.out, System.err, arguments));
    }
}
