package io.devicetrail.artifacts.updates;

import io.devicetrail.artifacts.store.OwnerOnly;
import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.update.metadata.PlainFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which tenants there are, and which releases each has ever published: ids alone, in the order of the log. They say
 * where to look; what became of a release is asked of the log each time, so that who writes here can neither publish
 * nor alter one. What was added is on the disk on return. Lists only grow: the same event again changes nothing.
 */
final class ReleaseLists {
    /** Of a list: more than a million releases. */
    private static final int MOST_BYTES = 40_000_000;

    private static final String LIST = "releases";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern TENANT = Pattern.compile("[a-z][a-z0-9-]{1,31}");

    private final Path directory;

    ReleaseLists(Path directory) {
        this.directory = directory;
    }

    Path folder(TenantId tenant) {
        return directory.resolve(tenant.value());
    }

    Path list(TenantId tenant) {
        return folder(tenant).resolve(LIST);
    }

    /** The only one that lets a repository begin; see {@link TenantRepository#BEGINS}. */
    synchronized void begin(TenantId tenant) throws IOException {
        add(tenant);
        Path begins = folder(tenant).resolve(TenantRepository.BEGINS);
        if (!Files.exists(begins, LinkOption.NOFOLLOW_LINKS)) {
            Files.createFile(begins);
            OwnerOnly.force(folder(tenant));
        }
    }

    private void add(TenantId tenant) throws IOException {
        PlainFile.requireNoLink(folder(tenant));
        if (!Files.isDirectory(folder(tenant))) {
            OwnerOnly.folder(folder(tenant));
            OwnerOnly.force(directory);
        }
    }

    synchronized void add(TenantId tenant, SoftwareReleaseId release) throws IOException {
        add(tenant);
        if (releases(tenant).contains(release)) {
            return;
        }
        // A line feed before it too: what a crash left of a line before does not spoil this one.
        ByteBuffer line = ByteBuffer.wrap(("\n" + release + "\n").getBytes(StandardCharsets.US_ASCII));
        try (FileChannel file = FileChannel.open(
                list(tenant), StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS)) {
            while (line.hasRemaining()) {
                file.write(line);
            }
            file.force(true);
        }
        OwnerOnly.force(folder(tenant));
    }

    /** By name. */
    Set<TenantId> tenants() throws IOException {
        return tenantsIn(directory);
    }

    /** Those that have a folder there, by name; none where nothing is. */
    static Set<TenantId> tenantsIn(Path directory) throws IOException {
        try (Stream<Path> folders = Files.list(directory)) {
            return folders.filter(Files::isDirectory)
                    .map(each -> String.valueOf(each.getFileName()))
                    .filter(name -> TENANT.matcher(name).matches())
                    .sorted()
                    .map(TenantId::new)
                    .filter(tenant -> !tenant.equals(TenantId.INSTALLATION))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        } catch (NoSuchFileException none) {
            return Set.of();
        }
    }

    Set<SoftwareReleaseId> releases(TenantId tenant) throws IOException {
        try {
            byte[] list = PlainFile.read(list(tenant), MOST_BYTES);
            Set<SoftwareReleaseId> ids = new String(list, StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> ID.matcher(line).matches())
                    .map(line -> new SoftwareReleaseId(UUID.fromString(line)))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            return Collections.unmodifiableSet(ids);
        } catch (NoSuchFileException none) {
            return Set.of();
        }
    }

    /** SHA-256 over all tenants and their releases, in lower-case hexadecimal. */
    String digest() throws IOException {
        MessageDigest sha256 = sha256();
        for (TenantId tenant : tenants()) {
            sha256.update((tenant + "\n").getBytes(StandardCharsets.US_ASCII));
            for (String release : new TreeSet<>(
                    releases(tenant).stream().map(SoftwareReleaseId::toString).toList())) {
                sha256.update((release + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
