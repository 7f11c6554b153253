package io.devicetrail.app.cli;

import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.instance.Instance;
import io.devicetrail.app.instance.RunningInstance.Addresses;
import io.devicetrail.identity.firststart.FirstSecret;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "up",
        description = "Starts the parts and the application, and runs until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class Up implements Callable<Integer> {
    /** Longer than any part may take to stop, shorter than the patience of a service manager. */
    private static final int STOP_SECONDS = 80;

    @Mixin
    private HomeOptions options = new HomeOptions();

    @Option(names = "--json", description = "Print one object with the addresses when everything is ready.")
    private boolean json;

    private final CountDownLatch startEnded = new CountDownLatch(1);
    private volatile @Nullable Instance instance;
    private volatile boolean stopping;

    @Override
    public Integer call() {
        PrintStream talk = json ? System.err : System.out;
        Settings settings = options.settings();
        Thread starter = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(starter, talk), "stop"));
        try (ConsoleProgress progress = new ConsoleProgress(talk, !json && ConsoleProgress.onTerminal())) {
            instance = Instance.start(settings, progress);
        } finally {
            startEnded.countDown();
        }
        if (!stopping) {
            say(instance);
        }
        return awaitEnd(instance);
    }

    /**
     * Nothing can be stored without PostgreSQL, and nobody but this process can start the embedded one again: ending
     * says so, and whoever watches over it starts both anew.
     */
    private int awaitEnd(Instance running) {
        try {
            String how = running.parts().postgres().ended().get();
            if (!stopping) {
                System.err.println("devicetrail: " + how);
                System.err.println("devicetrail: ending, as nothing can be stored; what was acknowledged is kept."
                        + " Start again, and see " + running.home().resolve("logs") + " for what ended it");
                return 1;
            }
        } catch (InterruptedException | ExecutionException stopped) {
            // The stop itself runs in the shutdown hook; this thread has nothing left to do.
        }
        return 0;
    }

    private void say(Instance started) {
        Addresses addresses = started.addresses();
        Optional<String> secret = firstSecret(started);
        if (json) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("ready", true);
            answer.put("home", started.home().toString());
            answer.put("addresses", addresses);
            secret.ifPresent(file -> answer.put("firstSecretFile", file));
            System.out.println(JsonMapper.builder().build().writeValueAsString(answer));
        } else {
            System.out.println();
            System.out.println("GraphiQL  " + addresses.http() + "/graphiql");
            System.out.println("GraphQL   " + addresses.graphql());
            System.out.println("Devices   " + addresses.mqtt() + "  (README: play a device)");
            System.out.println("Sign in   " + addresses.http() + "/identity");
            secret.ifPresent(text -> {
                System.out.println();
                System.out.println("First sign-in: open " + addresses.http() + "/identity/first-sign-in as "
                        + FirstSecret.USER_NAME + " with the one-time secret, which is shown once:");
                System.out.println("  " + text);
                System.out.println();
            });
            System.out.println("Logs      " + started.home().resolve("logs"));
            System.out.println("Stop with Ctrl-C.");
        }
        System.out.flush();
    }

    /**
     * The first administrator's secret for a person at a terminal; elsewhere, where output ends up in a journal or a
     * pipe, the name of a file that only the owner of the home can read.
     */
    private Optional<String> firstSecret(Instance started) {
        Optional<String> secret = started.context().getBean(FirstSecret.class).take();
        Path file = started.home().resolve("secrets").resolve("first-administrator");
        try {
            Files.deleteIfExists(file);
            if (secret.isPresent() && (json || !ConsoleProgress.onTerminal())) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, secret.get() + "\n");
                return Optional.of(json ? file.toString() : "in the file " + file);
            }
            return secret;
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** Runs in the JVM's shutdown: a start that is under way is given up first, so that it takes its children with it. */
    private void stop(Thread starter, PrintStream talk) {
        stopping = true;
        if (startEnded.getCount() > 0) {
            starter.interrupt();
        }
        try {
            if (!startEnded.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException never) {
            return;
        }
        Instance running = instance;
        if (running != null) {
            talk.println("Stopping");
            running.close();
            talk.println("Stopped");
            talk.flush();
        }
    }
}
