package io.devicetrail.app.cli;

import io.devicetrail.app.embedded.Home;
import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.instance.Instance;
import io.devicetrail.app.instance.RunningInstance;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Gives a command an instance to talk to: the one that runs on the home, else one started for the command alone. */
final class Running {
    private Running() {}

    /** @param work is told the base address of the application */
    static <T> T with(HomeOptions options, ConsoleProgress progress, Function<URI, T> work) {
        Settings settings = options.settings();
        Path runFile = Home.runFile(settings.home());
        Optional<RunningInstance> running = RunningInstance.on(runFile);
        if (running.isPresent()) {
            return work.apply(URI.create(running.get().addresses().http()));
        }
        progress.note("Nothing runs on " + settings.home() + ": starting it for this command");
        try (Instance instance = Instance.start(settings, progress)) {
            return work.apply(URI.create(instance.addresses().http()));
        }
    }
}
