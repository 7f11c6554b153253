package io.devicetrail.audit.copy;

import io.devicetrail.audit.trail.AuditTrail;
import io.devicetrail.audit.trail.ListedLog;
import io.devicetrail.audit.trail.TrailFilter;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A whole copy in a folder, as the first version's exports left it: without proof or signature. */
public final class WrittenCopy {
    private WrittenCopy() {}

    /** Of a log with every event. */
    public static void in(Path folder) throws IOException {
        TenantId tenant = new TenantId("acme");
        ListedLog log = ListedLog.ofEveryEvent(tenant);
        AuditCopies copies = new AuditCopies(new AuditTrail(log), Clock.systemUTC(), Optional.empty());
        write(copies, TrailFilter.ofTenant(tenant), folder);
    }

    /** Of the rollout in that log, with its report. */
    public static void ofRollout(Path folder) throws IOException {
        TenantId tenant = new TenantId("acme");
        AuditCopies copies =
                new AuditCopies(new AuditTrail(ListedLog.ofEveryEvent(tenant)), Clock.systemUTC(), Optional.empty());
        String run = RolloutRunId.of(tenant, "ada", "1").toString();
        write(copies, new TrailFilter(tenant, run, null, null, null, null), folder);
    }

    private static void write(AuditCopies copies, TrailFilter filter, Path folder) throws IOException {
        CopyManifest made = copies.manifest(filter, copies.head(), AuditTrail.Progress.NONE);
        for (CopyManifest.CopiedFile file : made.files()) {
            if (file.file() == ProofFile.GUIDE) {
                continue;
            }
            try (OutputStream out =
                    Files.newOutputStream(folder.resolve(file.file().fileName()))) {
                copies.write(file.file(), filter, made.head(), out, AuditCopies.BeforeTheEnd.NOTHING);
            }
        }
        ObjectNode manifest = (ObjectNode) JsonMapper.builder().build().readTree(made.json());
        manifest.put("format", "devicetrail-audit-copy/1");
        manifest.remove(List.of("events", "keys", "ledger", "unproven"));
        JsonNode files = manifest.required("files");
        ((ArrayNode) files).remove(files.size() - 1);
        Files.writeString(
                folder.resolve(CopyManifest.FILE_NAME),
                new String(Canonical.bytes(manifest), StandardCharsets.UTF_8) + "\n");
    }
}
