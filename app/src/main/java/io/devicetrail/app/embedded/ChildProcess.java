package io.devicetrail.app.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A part that runs as a child process. Its command line carries a mark that names the home, so that after a
 * {@code kill -9} of the parent the next holder of the home's lock finds what was left behind, whatever its id is now.
 */
final class ChildProcess {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration KILLED_WITHIN = Duration.ofSeconds(5);

    private final String name;
    private final Process process;
    private final Path log;

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    static ChildProcess start(String name, List<String> command, Map<String, String> environment, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .directory(new File("/"));
        builder.environment().putAll(environment);
        try {
            return new ChildProcess(name, builder.start(), log);
        } catch (IOException missing) {
            throw new StartFailure(name + " cannot be started: " + missing.getMessage(), "See " + log, missing);
        }
    }

    /** Waits until the part answers; a part that dies or takes longer than the limit is a named failure. */
    void awaitReady(BooleanSupplier answers, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!answers.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new StartFailure(
                        name + " ended while starting (exit " + process.exitValue() + "): " + lastWords(log),
                        "The whole story is in " + log);
            }
            if (System.nanoTime() > deadline) {
                throw new StartFailure(
                        name + " was not ready after " + limit.toSeconds() + " s",
                        "See " + log + ", or allow more with --set devicetrail.start-timeout=" + limit.toSeconds() * 2
                                + "s");
            }
            pause(process);
        }
    }

    private static void pause(Process process) {
        try {
            process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            // Not marked interrupted again: the failure itself ends the start, and the child must be stopped in peace.
            throw new StartFailure("The start was interrupted", "Start again", stop);
        }
    }

    static String lastWords(Path log) {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            return lines.reversed().stream()
                    .filter(line -> !line.isBlank())
                    .findFirst()
                    .orElse("it said nothing");
        } catch (IOException | RuntimeException unreadable) {
            return "its log cannot be read";
        }
    }

    /** Completes when the process has ended, whoever ended it. */
    CompletableFuture<String> ended() {
        return process.onExit()
                .thenApply(ended -> name + " has ended (exit " + ended.exitValue() + "): " + lastWords(log));
    }

    /** Asks it to stop, by the given way, and insists after the grace. */
    void stop(Runnable gently, Duration grace) {
        List<ProcessHandle> family = Stream.concat(
                        Stream.of(process.toHandle()), process.toHandle().descendants())
                .toList();
        if (process.isAlive()) {
            gently.run();
        }
        end(family, grace);
    }

    /** Kills it with its children, who would outlive it by a moment, and waits until all have ended. */
    static void kill(Process process) {
        List<ProcessHandle> family = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        family.forEach(ProcessHandle::destroyForcibly);
        end(family, KILLED_WITHIN);
    }

    void terminate() {
        process.destroy();
    }

    /** Stops what an earlier, killed parent left behind: processes that carry the mark or stand in the folder. */
    static int stopLeftovers(String mark, Path folder, Runnable gently, Duration grace) {
        List<ProcessHandle> left = ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> carries(process.pid(), mark) || standsIn(process.pid(), folder))
                .toList();
        if (!left.isEmpty()) {
            gently.run();
            left.forEach(process -> {
                if (carries(process.pid(), mark)) {
                    process.destroy();
                }
            });
            end(left, grace);
        }
        return left.size();
    }

    private static void end(List<ProcessHandle> family, Duration grace) {
        long deadline = System.nanoTime() + grace.toNanos();
        for (ProcessHandle member : family) {
            try {
                member.onExit().get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (java.util.concurrent.TimeoutException tooSlow) {
                member.destroyForcibly();
                member.onExit()
                        .orTimeout(10, TimeUnit.SECONDS)
                        .exceptionally(never -> member)
                        .join();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                member.destroyForcibly();
            } catch (java.util.concurrent.ExecutionException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private static boolean carries(long pid, String mark) {
        try {
            String commandLine = Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
            String wanted = new String(mark.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            return List.of(commandLine.split("\0", -1)).contains(wanted);
        } catch (IOException gone) {
            return false;
        }
    }

    private static boolean standsIn(long pid, Path folder) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd")).equals(folder);
        } catch (IOException notOurs) {
            return false;
        }
    }
}
