package io.devicetrail.app.instance;

import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.authority.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The people of the tests, each with one role, in the order in which they are asked to do something. */
public enum Cast {
    ENGINEER(Role.SITE_ENGINEER),
    AUDITOR(Role.AUDITOR),
    OPERATOR(Role.OPERATOR),
    APPROVER(Role.QUALITY_APPROVER),
    TENANT_ADMINISTRATOR(Role.TENANT_ADMINISTRATOR),
    PLATFORM_ADMINISTRATOR(Role.PLATFORM_ADMINISTRATOR);

    private final Role role;

    Cast(Role role) {
        this.role = role;
    }

    /** Who may do it, by the product's own table; the engineer for what is no operation. */
    public static Cast whoMay(String operation) {
        return Permission.of(operation)
                .flatMap(permission -> Arrays.stream(values())
                        .filter(one -> permission.heldBy(one.role))
                        .findFirst())
                .orElse(ENGINEER);
    }

    /** All whom the first administrator has to register. */
    public static List<Cast> others() {
        return Arrays.stream(values())
                .filter(one -> one != PLATFORM_ADMINISTRATOR)
                .toList();
    }

    public Role role() {
        return role;
    }

    /** As the issuer of the tests names them. */
    public String subject() {
        return this == PLATFORM_ADMINISTRATOR ? TestIssuer.ADMINISTRATOR : role.key();
    }

    public String personId() {
        return TestIssuer.person(subject()).toString();
    }

    /** For commands, which take a token from a file. */
    public String tokenFile() {
        try {
            Path file = Files.createTempFile("token", "");
            file.toFile().deleteOnExit();
            Files.writeString(file, token());
            return file.toString();
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    public String token() {
        return TestIssuer.shared().token(subject());
    }
}
