package io.devicetrail.app.demo;

import io.devicetrail.domain.authority.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Access tokens of the demo's people, a file for each role, kept fresh for whoever plays with a demo that stays. */
final class DemoTokens {
    private final DemoPeople people;
    private final Path folder;

    DemoTokens(DemoPeople people, Path folder) {
        this.people = people;
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    void write() {
        try {
            Files.createDirectories(folder);
            for (Role role : people.roles()) {
                Path fresh = Files.createTempFile(
                        folder,
                        role.key(),
                        "",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.write(fresh, people.token(role).getBytes(StandardCharsets.UTF_8));
                Files.move(fresh, folder.resolve(role.key()), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }
}
