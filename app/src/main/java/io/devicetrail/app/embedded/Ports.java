package io.devicetrail.app.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Ports are checked before anything starts, so that a taken one costs a line and not a minute. */
public final class Ports {
    private static final int HIGHEST = 65_535;
    /** Free ports that are asked for until one was not given before. */
    private static final int TRIES = 100;

    /** Free ones that were given: the parts take theirs seconds later, and the system may name the same one twice. */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /** The port itself when it is free, any free port when it is 0. */
    public static int claim(String setting, String address, int port) {
        if (port < 0 || port > HIGHEST) {
            throw new StartFailure(
                    "Setting " + setting + " cannot be '" + port + "'",
                    "A port is a number from 1 to " + HIGHEST + ", or 0 for any free one");
        }
        try {
            int claimed = bound(address, port);
            for (int tries = 1; port == 0 && !GIVEN.add(claimed) && tries < TRIES; tries++) {
                claimed = bound(address, port);
            }
            return claimed;
        } catch (IOException taken) {
            throw new StartFailure(
                    "Port " + port + " on " + address + " (" + setting + ") cannot be used: "
                            + holder(port).map(by -> "taken by " + by).orElse(taken.getMessage()),
                    "Stop that process, or choose another port with --set " + setting + "=PORT (0 = any free one)",
                    taken);
        }
    }

    private static int bound(String address, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            return socket.getLocalPort();
        }
    }

    public static boolean free(String address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    public static boolean reachable(String host, int port, int timeoutMillis) {
        try (java.net.Socket socket = new java.net.Socket()) {
            socket.connect(new InetSocketAddress(host, port), timeoutMillis);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** Who listens there, as far as this user may know. */
    public static Optional<String> holder(int port) {
        return List.of("/proc/net/tcp", "/proc/net/tcp6").stream()
                .flatMap(table -> inode(Path.of(table), port).stream())
                .flatMap(inode -> ProcessHandle.allProcesses()
                        .filter(process -> holds(process.pid(), "socket:[" + inode + "]"))
                        .map(process -> "process " + process.pid()
                                + process.info()
                                        .command()
                                        .map(command -> " (" + Path.of(command).getFileName() + ")")
                                        .orElse("")))
                .findFirst();
    }

    private static Optional<String> inode(Path table, int port) {
        String local = ":" + String.format(Locale.ROOT, "%04X", port);
        try {
            return Files.readAllLines(table).stream()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(field -> field.length > 9 && field[1].endsWith(local) && "0A".equals(field[3]))
                    .map(field -> field[9])
                    .findFirst();
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    private static boolean holds(long pid, String socket) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : open) {
                if (Files.isSymbolicLink(descriptor)
                        && Files.readSymbolicLink(descriptor).toString().equals(socket)) {
                    return true;
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException notOurs) {
            return false;
        }
        return false;
    }
}
