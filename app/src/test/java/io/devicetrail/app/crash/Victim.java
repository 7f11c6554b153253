package io.devicetrail.app.crash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is killed, each by SIGKILL. The broker lives in the application and always dies with it. */
enum Victim {
    /** The application alone; its children go on without it. */
    APPLICATION,
    /** One connection of PostgreSQL, which makes it recover; the application has to go on, and is killed later. */
    BACKEND,
    /** Elasticsearch; the application has to go on without it, and is killed later. */
    ELASTICSEARCH,
    /** PostgreSQL's first process; the application has to end by itself. */
    POSTMASTER,
    /** All three at about the same time. */
    EVERYTHING;

    boolean applicationEnds() {
        return this == POSTMASTER;
    }

    boolean applicationGoesOn() {
        return this == BACKEND || this == ELASTICSEARCH;
    }

    /** Kills what is not the application, of the processes below a home. */
    void killParts(List<Long> processes) {
        switch (this) {
            case APPLICATION -> {}
            case BACKEND -> kill(processes, "a backend", "postgres: devicetrail_app");
            case ELASTICSEARCH -> kill(processes, "Elasticsearch", "org.elasticsearch.bootstrap.Elasticsearch");
            case POSTMASTER -> kill(processes, "the postmaster", "bin/postgres\0-D");
            case EVERYTHING -> {
                POSTMASTER.killParts(processes);
                ELASTICSEARCH.killParts(processes);
            }
        }
    }

    private static void kill(List<Long> processes, String what, String sign) {
        long pid = processes.stream()
                .filter(process -> commandLine(process).contains(sign))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no process is " + what));
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
