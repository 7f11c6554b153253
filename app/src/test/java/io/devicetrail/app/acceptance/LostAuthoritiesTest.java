package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.embedded.Progress;
import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.instance.Instance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An installation whose key store was lost says so, and makes no other authority in silence. */
@Requirement({"11.10(a)", "11.10(c)"})
@Execution(value = ExecutionMode.CONCURRENT, reason = "has an instance and a database of its own, and no device")
@ResourceLock(value = SharedParts.POSTGRES, mode = ResourceAccessMode.READ)
class LostAuthoritiesTest {
    @TempDir
    Path home;

    @Test
    void aStartWithoutTheKeysOfTheAuthoritiesIsRefusedAndNamesTheMend() throws Exception {
        refused("lost_authorities", true, "has none for tenant acme");
    }

    /** Devices know the broker and the enrolment by it. The start that is refused makes another, and so does the next. */
    @Test
    void whereAnotherSignsTheRootIsNeededAsWell() throws Exception {
        refused("lost_root", false, "has another root");
    }

    private void refused(String database, boolean ours, String why) throws Exception {
        Map<String, String> settings = SharedParts.settings(Api.shared(), database);
        settings.put("devicetrail.elasticsearch.url", "http://127.0.0.1:9");
        try (Instance instance = start(settings)) {
            instance.context()
                    .getBean(JdbcClient.class)
                    .sql("""
                            insert into pki.certificate (generation, fingerprint, serial_number, device_id, tenant,
                                                         not_before, not_after, ours)
                            select live, 'of a device', '0a', gen_random_uuid(), 'acme', now(), now() + interval '1 day',
                                   :ours
                              from pki.generation""")
                    .param("ours", ours)
                    .update();
        }
        Path keys = home.resolve("secrets/authorities.p12");
        assertThat(keys).exists();
        Files.delete(keys);
        for (int starts = 0; starts < 2; starts++) {
            assertThatThrownBy(() -> start(settings).close())
                    .rootCause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(why)
                    .hasMessageContaining("restore the newest backup of it with its password");
        }
    }

    private Instance start(Map<String, String> settings) {
        return Instance.start(
                Settings.load(home, settings), Progress.SILENT, Map.of("devicetrail.ingress.node", "lost-authorities"));
    }
}
