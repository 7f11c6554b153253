package io.devicetrail.audit.ledger.keys;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A token of SoftHSM 2 (Debian's softhsm2), with keys made by pkcs11-tool (Debian's opensc): a real PKCS #11 module in
 * this process. It reads its configuration once in the life of a process, so all tests share one folder of tokens.
 */
final class SoftToken {
    static final String MISSING = "softhsm2 and opensc are not installed";

    private static final String PIN = "1234";
    private static final Path MODULE = Stream.of(
                    "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so", "/usr/lib64/libsofthsm2.so")
            .map(Path::of)
            .filter(Files::exists)
            .findFirst()
            .orElse(Path.of("libsofthsm2.so"));

    private final Path folder;

    /** @param folder for the whole life of the process */
    SoftToken(Path folder) throws IOException {
        this.folder = folder;
        Path tokens = Files.createDirectories(folder.resolve("tokens"));
        Files.writeString(
                conf(), "directories.tokendir = " + tokens + "\nobjectstore.backend = file\nlog.level = ERROR\n");
        setEnvironment("SOFTHSM2_CONF", conf().toString());
        run("softhsm2-util", "--init-token", "--free", "--label", "ledger", "--pin", PIN, "--so-pin", "5678");
    }

    static boolean isThere() {
        return Files.exists(MODULE)
                && Files.exists(Path.of("/usr/bin/softhsm2-util"))
                && Files.exists(Path.of("/usr/bin/pkcs11-tool"));
    }

    private Path conf() {
        return folder.resolve("softhsm2.conf");
    }

    Pkcs11Token open() {
        return open(MODULE, "ledger", PIN);
    }

    static Pkcs11Token open(Path module, String token, String pin) {
        return new Pkcs11Token(module, token, () -> pin);
    }

    /** A process that knows this token, and has not logged in. */
    Process java(Class<?> main, Path said) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("SOFTHSM2_CONF", conf().toString());
        return builder.start();
    }

    static Path module() {
        return MODULE;
    }

    /** A new Ed25519 key, made in the token. */
    void make(String label) throws IOException {
        run(
                "pkcs11-tool",
                "--module",
                MODULE.toString(),
                "--token-label",
                "ledger",
                "--login",
                "--pin",
                PIN,
                "--keypairgen",
                "--key-type",
                "EC:edwards25519",
                "--label",
                label);
    }

    /** The module asks the C library, which Java's map of the environment is only a copy of. */
    private static void setEnvironment(String name, String value) {
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            int failed = (int) linker.downcallHandle(
                            linker.defaultLookup().find("setenv").orElseThrow(),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_INT))
                    .invoke(arena.allocateFrom(name), arena.allocateFrom(value), 1);
            if (failed != 0) {
                throw new AssertionError("setenv");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private void run(String... command) throws IOException {
        Path said = folder.resolve("said");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("SOFTHSM2_CONF", conf().toString());
        Process process = builder.start();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(command[0] + ": " + Files.readString(said));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
