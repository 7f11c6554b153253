package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The policies leave what questions look up to the indexes, also in tables that are worth one. */
@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class IndexedReachTest {
    private static final String DEVICE = "md5('777')::uuid";
    /** By the index that a question of one's own uses. */
    private static final Map<String, String> QUESTIONS = Map.ofEntries(
            Map.entry("device_pkey", "select * from read.device where device_id = any(array[DEVICE])"),
            Map.entry("device_by_tenant", """
                    select * from read.device where tenant = 'big' and registered_position > 15000
                    order by registered_position limit 50
                    """),
            Map.entry("device_by_site", """
                    select * from read.device where site_id = '00000000-0000-0000-0000-000000000003'
                    and registered_position > 15000 order by registered_position limit 50
                    """),
            Map.entry("device_transfer_by_tenant", """
                    select * from read.device_transfer where tenant = 'big' and offered_position > 15000
                    order by offered_position limit 50
                    """),
            Map.entry("device_twin_pkey", "select * from read.device_twin where device_id = any(array[DEVICE])"),
            Map.entry("command_by_device", """
                    select * from read.command where device_id = DEVICE order by requested_position desc limit 20
                    """),
            Map.entry("audit_entry_", """
                    select * from read.audit_entry where tenant = 'big' and (index, ordinal) > (15000, 0)
                    order by index, ordinal limit 100
                    """),
            Map.entry("audit_entry_by_record", """
                    select * from read.audit_entry where tenant = 'big' and record_id = DEVICE::text
                    and (index, ordinal) > (-1, 0) order by index, ordinal limit 100
                    """),
            Map.entry("audit_entry_corrections", """
                    select * from read.audit_entry where corrects_index is not null
                    and (corrects_index, corrects_ordinal)
                        in (select * from unnest(array[1007, 1777, 9999]::int8[], array[0, 0, 0]::int4[]))
                    order by index
                    """),
            Map.entry("telemetry_by_name", """
                    select * from ingress.telemetry where device_id = DEVICE and name = 'n'
                    and measured_at >= '2026-01-01' and measured_at < '2026-01-02' order by measured_at limit 1001
                    """),
            Map.entry("telemetry_latest_pkey", """
                    select * from ingress.telemetry_latest where device_id = any(array[DEVICE]) order by name
                    """),
            Map.entry("rollout_run_by_tenant", """
                    select * from read.rollout_run where tenant = 'big' and created_position < 5000
                    order by created_position desc limit 50
                    """),
            Map.entry("rollout_run_device_by_place", """
                    select * from read.rollout_run_device where run_id = md5('r7')::uuid and place >= 500
                    order by place limit 51
                    """),
            Map.entry("rollout_run_count_pkey", """
                    select wave, state, sum(devices) from read.rollout_run_count
                    where run_id = any(array[md5('r7')::uuid, md5('r8')::uuid])
                    and site_id = any((select '00000000-0000-0000-0000-000000000000'::uuid || read.reach_sites())::uuid[])
                    group by wave, state
                    """),
            Map.entry("rollout_run_device_by_device", """
                    select * from read.rollout_run_device where device_id = DEVICE
                    """),
            Map.entry("export_job_by_tenant", """
                    select * from read.export_job where tenant = 'big' and requested_position < 5000
                    order by requested_position desc limit 50
                    """),
            Map.entry("export_job_open", """
                    select count(*) filter (where tenant = 'big') from read.export_job where state = 'REQUESTED'
                    """),
            Map.entry("incident_by_device", """
                    select * from read.incident i where i.device_id = DEVICE and i.open
                    order by i.opened_position desc limit 100
                    """),
            Map.entry("incident_open", """
                    select * from read.incident i where i.tenant = 'big' and i.opened_position < 5000 and i.open
                    order by i.opened_position desc limit 50
                    """));

    @Autowired
    EmbeddedPostgres postgres;

    @Test
    void lookUpsUseTheirIndexUnderEveryReach() throws SQLException {
        try (Connection owner = postgres.getPostgresDatabase().getConnection();
                Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            fill(statement);
            statement.execute("set local role devicetrail_app");
            for (String reach : List.of("big", "big/00000000-0000-0000-0000-000000000003", "*")) {
                statement.execute("set local devicetrail.reach = '" + reach + "'");
                for (Map.Entry<String, String> question : QUESTIONS.entrySet()) {
                    String plan = plan(statement, question.getValue().replace("DEVICE", DEVICE));
                    assertThat(plan)
                            .as(question.getValue() + " of " + reach)
                            .contains(question.getKey())
                            .doesNotContain("Seq Scan");
                }
            }
            owner.rollback();
        }
    }

    /** Within the transaction, which is rolled back. */
    private static void fill(Statement statement) throws SQLException {
        for (String sql : new String[] {
            """
            create index if not exists telemetry_by_name on ingress.telemetry (device_id, name, measured_at)
            """,
            """
            insert into read.device (device_id, tenant, site_id, manufacturer, serial_number, model_id, model_version,
                tags, life_cycle, registered_at, registered_position, position)
            select md5(i::text)::uuid, 'big', ('00000000-0000-0000-0000-00000000000' || i % 5)::uuid, 'm', i::text,
                '00000000-0000-0000-0000-000000000000', 1, '{}', 'ACTIVE', now(), i, i from generate_series(1, 20000) i
            """,
            """
            insert into read.command (command_id, tenant, device_id, name, arguments, state, attempts, timeout_seconds,
                requested_at, requested_position, requested_by, position, command_class, most_attempts, two_persons)
            select md5('c' || i)::uuid, 'big', md5((i % 5000)::text)::uuid, 'n', '{}', 'SENT', 1, 60, now(), i, 'a', i,
                'OPERATION', 1, false
            from generate_series(1, 20000) i
            """,
            """
            insert into read.audit_entry
            select i + 1000, 0, now(), 'z', 'big', 'device', (md5((i % 5000)::text)::uuid)::text, 'e', 'f', null, null, null,
                'PERSON', 'a', 'a', 'r', 'n', 'a', 'c', null, null, 'c', 'c', 'c' from generate_series(1, 20000) i
            """,
            """
            insert into read.audit_entry
            select i + 100000, 0, now(), 'z', 'big', 'device', (md5((i % 5000)::text)::uuid)::text, 'e', 'f', null, null,
                null, 'PERSON', 'a', 'a', 'r', 'n', 'a', 'c', null, null, 'c', 'c', 'c', i + 1000, 0, 1
            from generate_series(1, 2000) i
            """,
            """
            insert into ingress.telemetry
            select md5((i % 5000)::text)::uuid, 'n', timestamptz '2026-01-01' + make_interval(secs => i), now(), 'b', i,
                0, i, to_jsonb(i), 'GOOD', null from generate_series(1, 20000) i
            """,
            """
            insert into read.export_job (job_id, tenant, state, scope, report, reason, requested_by, requested_at,
                changed_at, requested_position, position)
            select md5('x' || i)::uuid, 'big', case when i % 1000 = 0 then 'REQUESTED' else 'MADE' end, '{}', false, 'r', 'a', now(), now(), i, i
            from generate_series(1, 20000) i
            """,
            """
            insert into read.rollout_run (run_id, tenant, plan_id, revision, plan_hash, content, state, round, wave,
                wave_ends, devices, cohort_hash, seed, signatures, created_by, created_at, changed_at, created_position,
                position)
            select md5('r' || i)::uuid, 'big', md5('p')::uuid, 1, 'h', '{}', 'RUNNING', 1, 1, '{1000}', 1000, 'h', 's',
                '{}', 'a', now(), now(), i, i from generate_series(1, 20000) i
            """,
            """
            insert into read.rollout_run_device (run_id, device_id, place, wave, tenant, state, attempt)
            select md5('r' || i / 1000)::uuid, md5(i::text)::uuid, i % 1000, 1, 'big', 'WAITING', 0
            from generate_series(1, 20000) i
            """,
            """
            insert into read.rollout_run_count (run_id, site_id, wave, state, tenant, devices)
            select md5('r' || i / 1000)::uuid, ('00000000-0000-0000-0000-' || lpad((i % 1000)::text, 12, '0'))::uuid, 1,
                'WAITING', 'big', 1 from generate_series(1, 20000) i
            """,
            """
            insert into read.device_twin select md5(i::text)::uuid, 'big', '{}', i from generate_series(1, 20000) i
            """,
            """
            insert into ingress.telemetry_latest
            select md5(i::text)::uuid, 'n', now(), now(), 'b', i, 0, i, to_jsonb(i), 'GOOD', null
            from generate_series(1, 20000) i
            """,
            """
            insert into read.device_transfer
            select md5('t' || i)::uuid, 'RECEIVER', 'big', md5(i::text)::uuid, 'other', 'big', md5('f' || i)::uuid,
                md5(i::text)::uuid, 'm', i::text, null, null, now(), true, 'COMPLETED', null, 'a', now(), 'r', i, 'b', now(),
                'r', now(), i, now(), i from generate_series(1, 20000) i
            """,
            """
            insert into read.incident (incident_id, number, tenant, kind, matter, device_id, open, since, opened_at,
                causes, evidence, notes, opened_position, position)
            select md5('i' || i)::uuid, 1, 'big', 'ORPHAN', '', md5((i % 5000)::text)::uuid, i % 20 = 0, now(), now(),
                1, '{}', '[]', i, i from generate_series(1, 20000) i
            """,
            "analyze read.export_job, read.incident, read.device_transfer, read.device, read.device_twin, read.command, read.audit_entry, ingress.telemetry, ingress.telemetry_latest"
        }) {
            statement.execute(sql);
        }
    }

    private static String plan(Statement statement, String sql) throws SQLException {
        StringJoiner plan = new StringJoiner("\n");
        try (ResultSet rows = statement.executeQuery("explain (analyze, costs off, buffers off) " + sql)) {
            while (rows.next()) {
                plan.add(rows.getString(1));
            }
        }
        return plan.toString();
    }
}
