package io.devicetrail.app.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How PostgreSQL and Elasticsearch, which both refuse to run as root, are started when we are root.
 *
 * <p>Preferred: a user namespace in which root has an ordinary number. To the kernel the files stay root's own, so
 * folders only root may enter, such as {@code /root/x}, work, and no owner changes. Where user namespaces are switched
 * off: a real change to the user "nobody", on folders owned by it; a home it cannot enter then keeps these two parts'
 * folders under {@code /var/lib/devicetrail}.
 */
public final class Unprivileged {
    // Number 65534 because it has a name ("nobody") everywhere, and initdb insists on a name.
    private static final List<String> NAMESPACE = List.of("unshare", "-U", "--map-user=65534", "--map-group=65534");
    private static final int NOBODY = 65534;
    private static final List<String> SETPRIV =
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");

    private final List<String> prefix;
    private final boolean nobody;
    private final Path base;

    private Unprivileged(List<String> prefix, boolean nobody, Path base) {
        this.prefix = prefix;
        this.nobody = nobody;
        this.base = base;
    }

    static Unprivileged choose(Path home, Settings.Rootless wish) {
        // A child in a session of its own does not see the terminal's Ctrl-C: we stop the parts in our order.
        List<String> session = runs(List.of("setsid", "true")) ? List.of("setsid") : List.of();
        if (!root()) {
            boolean nameless = "?".equals(System.getProperty("user.name"));
            return new Unprivileged(
                    nameless && runs(with(NAMESPACE, "true")) ? joined(session, NAMESPACE) : session, false, home);
        }
        if (wish != Settings.Rootless.SETPRIV && runs(with(NAMESPACE, "true"))) {
            return new Unprivileged(joined(session, NAMESPACE), false, home);
        }
        if (wish != Settings.Rootless.NAMESPACE && runs(with(SETPRIV, "true"))) {
            Path base = enterable(home)
                    ? home
                    : Path.of("/var/lib/devicetrail")
                            .resolve(hash(home.toString()).substring(0, 16));
            return new Unprivileged(joined(session, SETPRIV), true, base);
        }
        throw new StartFailure(
                "PostgreSQL and Elasticsearch do not run as root, and neither unshare -U nor setpriv works here",
                "Start Devicetrail as an ordinary user, or install util-linux");
    }

    public static boolean root() {
        return "root".equals(System.getProperty("user.name")) || uid() == 0;
    }

    private static int uid() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException | RuntimeException unknown) {
            return -1;
        }
    }

    List<String> command(List<String> command) {
        return joined(prefix, command);
    }

    /** Where the folders of such children lie: the home, unless they could not enter it. */
    Path base() {
        return base;
    }

    /** Where binaries are unpacked: where several homes share them, if the children can enter that folder. */
    Path parts(@Nullable Path shared) {
        if (shared == null || nobody && !enterable(shared.toAbsolutePath())) {
            return base.resolve("parts");
        }
        return shared.toAbsolutePath().normalize();
    }

    /** Makes the folder and hands it, with all in it, to the user the children run as. */
    Path own(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
        if (nobody) {
            letThrough(folder.getParent());
        }
        if (nobody && !run(List.of("chown", "-R", NOBODY + ":" + NOBODY, folder.toString()))) {
            throw new StartFailure("The owner of " + folder + " cannot be changed", "Check the file system's options");
        }
        return folder;
    }

    @Override
    public String toString() {
        return nobody ? "setpriv" : "user namespace";
    }

    /** Of the folders on the way some are the owner's alone otherwise, such as that of the logs. */
    private static void letThrough(@Nullable Path parent) {
        if (parent == null) {
            return;
        }
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(parent);
            if (permissions.add(PosixFilePermission.OTHERS_EXECUTE)) {
                Files.setPosixFilePermissions(parent, permissions);
            }
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        }
    }

    private static boolean enterable(Path folder) {
        for (Path at = folder; at != null; at = at.getParent()) {
            try {
                if (Files.exists(at)
                        && !Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    return false;
                }
            } catch (IOException unknown) {
                return false;
            }
        }
        return true;
    }

    private static boolean runs(List<String> command) {
        return run(command);
    }

    private static boolean run(List<String> command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static List<String> with(List<String> prefix, String word) {
        return joined(prefix, List.of(word));
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
