package io.devicetrail.artifacts.upload;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Another process on the same directory: exits with 0 if it gets the lock, with 1 if not. */
final class LockProbe {
    private LockProbe() {}

    public static void main(String[] file) throws Exception {
        try (FileChannel channel = FileChannel.open(Path.of(file[0]), StandardOpenOption.WRITE)) {
            System.exit(channel.tryLock() == null ? 1 : 0);
        }
    }

    /** Whether it is free to another process. */
    static boolean isFree(Path file) {
        try {
            Path classes = Path.of(LockProbe.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Process probe = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            classes.toString(),
                            LockProbe.class.getName(),
                            file.toString())
                    .inheritIO()
                    .start();
            int exit = probe.waitFor();
            if (exit > 1) {
                throw new AssertionError("the probe exited with " + exit);
            }
            return exit == 0;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
