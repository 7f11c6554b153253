package io.devicetrail.domain.authority;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who may do what is a decision somebody answers for: the approved table changes only on purpose. */
@Requirement({"11.10(d)", "11.10(g)"})
class PermissionMatrixTest {
    private static final Path APPROVED = Path.of("src", "test", "resources", "permissions.approved.txt");

    @Test
    void theTableIsTheApprovedOne() throws IOException {
        assertThat(table()).isEqualTo(Files.readString(APPROVED));
    }

    @Test
    void anOperationsNameLeadsToItsPermission() {
        assertThat(Permission.values())
                .allSatisfy(permission ->
                        assertThat(Permission.of(permission.operation())).contains(permission));
        assertThat(Permission.of("attachDeviceToGateway")).contains(Permission.ATTACH_DEVICE_TO_GATEWAY);
        assertThat(Permission.of("noSuchOperation")).isEmpty();
    }

    private static String table() {
        return Arrays.stream(Permission.values())
                .map(permission -> permission.operation() + ": "
                        + Arrays.stream(Role.values())
                                .filter(permission::heldBy)
                                .map(Role::key)
                                .collect(Collectors.joining(", "))
                        + (permission.reach() == Permission.Reach.TENANT
                                ? ""
                                : " (" + permission.reach().name().toLowerCase(Locale.ROOT) + ")")
                        + "\n")
                .collect(Collectors.joining());
    }
}
