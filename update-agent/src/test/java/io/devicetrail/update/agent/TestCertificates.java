package io.devicetrail.update.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority, a server and devices, made by the JDK's own tool, in files of PEM as a device has them. */
final class TestCertificates {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;

    TestCertificates(Path folder, String... devices)
            throws IOException, InterruptedException, GeneralSecurityException {
        this.folder = folder;
        make("ca", "-ext", "bc:c");
        make("server", "-signer", "ca", "-ext", "san=ip:127.0.0.1");
        for (String each : devices) {
            make(each, "-signer", "ca");
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("all.p12"))) {
            store.load(in, PASSWORD);
        }
        List<String> names = new ArrayList<>(List.of(devices));
        names.addAll(List.of("ca", "server"));
        for (String each : names) {
            StringBuilder chain = new StringBuilder();
            for (Certificate link : store.getCertificateChain(each)) {
                chain.append(pem("CERTIFICATE", link.getEncoded()));
            }
            Files.writeString(certificate(each), chain);
            Files.writeString(
                    key(each), pem("PRIVATE KEY", store.getKey(each, PASSWORD).getEncoded()));
        }
    }

    private void make(String name, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2",
                "-keystore",
                folder.resolve("all.p12").toString(),
                "-storepass",
                new String(PASSWORD)));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    Path authority() {
        return certificate("ca");
    }

    Path certificate(String name) {
        return folder.resolve(name + ".crt");
    }

    Path key(String name) {
        return folder.resolve(name + ".key");
    }
}
