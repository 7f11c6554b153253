package io.devicetrail.artifacts.updates;

import io.devicetrail.domain.artifact.KnownArtifacts;
import io.devicetrail.domain.release.KnownSoftwareReleases;
import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.update.metadata.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps the repositories of all tenants, on one thread: at once after an event, and in rounds, which find what another
 * node was told, what ends, and keys that came or went.
 */
public final class Updates implements UpdateMetadata, SmartLifecycle {
    /** Between two rounds; one looks at tenants with troubles. */
    static final Duration ROUND = Duration.ofMinutes(1);
    /** So many rounds until one looks at all tenants. */
    static final int ROUNDS_TO_ALL = 10;

    private static final Pattern METADATA =
            Pattern.compile("timestamp\\.json|[1-9][0-9]{0,15}\\.(?:root|targets|snapshot)\\.json");
    private static final Logger LOG = LoggerFactory.getLogger(Updates.class);

    private final ReleaseLists lists;
    private final ReleaseTargets targets;
    private final Path keys;
    private final DurableFiles files;
    private final Clock clock;
    private final Map<TenantId, Standing> standings = new ConcurrentHashMap<>();
    /** Told of since they were looked at last. */
    private final Set<TenantId> due = ConcurrentHashMap.newKeySet();

    private volatile @Nullable ScheduledExecutorService thread;
    private int rounds;

    Updates(
            Path directory,
            Path keys,
            KnownSoftwareReleases releases,
            KnownArtifacts artifacts,
            DurableFiles files,
            Clock clock) {
        this.lists = new ReleaseLists(directory);
        this.targets = new ReleaseTargets(lists, releases, artifacts, ReleaseTargets.MOST_BYTES);
        this.keys = keys;
        this.files = files;
        this.clock = clock;
    }

    /** From here on it has a repository, which devices that are made can trust. */
    public void tenant(TenantId tenant) throws IOException {
        lists.add(tenant);
        lookSoon(tenant);
    }

    /** Something became of a release. What, is asked of the log; the same again changes nothing. */
    public void release(TenantId tenant, SoftwareReleaseId release) throws IOException {
        lists.add(tenant, release);
        lookSoon(tenant);
    }

    /** SHA-256 over what was told, in lower-case hexadecimal. */
    public String digest() throws IOException {
        return lists.digest();
    }

    /** How each tenant's is, by its name, after the last look at it by this node. */
    public Map<TenantId, Standing> standings() {
        Map<TenantId, Standing> sorted =
                new TreeMap<>((one, other) -> one.value().compareTo(other.value()));
        sorted.putAll(standings);
        return sorted;
    }

    @Override
    public Optional<byte[]> metadata(TenantId tenant, String file) throws IOException {
        if (!METADATA.matcher(file).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllBytes(
                    TenantRepository.metadataIn(lists.folder(tenant)).resolve(file)));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    private TenantRepository repository(TenantId tenant) {
        return new TenantRepository(lists.folder(tenant), new KeyFolder(keys.resolve(tenant.value())), files, clock);
    }

    private void lookSoon(TenantId tenant) {
        due.add(tenant);
        ScheduledExecutorService running = thread;
        if (running != null) {
            try {
                running.execute(() -> lookIfDue(tenant));
            } catch (RejectedExecutionException stopping) {
                // The first round of the next start looks at all.
            }
        }
    }

    private void lookIfDue(TenantId tenant) {
        if (due.contains(tenant)) {
            look(tenant);
        }
    }

    /** Never fails: what it cannot do is a trouble, and tried again in the next round. */
    private void round() {
        try {
            boolean all = rounds++ % ROUNDS_TO_ALL == 0;
            Set<TenantId> tenants = new HashSet<>(lists.tenants());
            for (TenantId tenant : tenants) {
                Standing standing = standings.get(tenant);
                if (all
                        || due.contains(tenant)
                        || standing == null
                        || !standing.troubles().isEmpty()) {
                    look(tenant);
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("The tenants' update metadata could not be looked at: {}", e.toString());
        }
    }

    /** At one tenant, by one thread. */
    void look(TenantId tenant) {
        due.remove(tenant);
        Standing standing;
        try {
            Optional<Standing> looked = repository(tenant).look(() -> wanted(tenant));
            if (looked.isEmpty()) {
                due.add(tenant); // another node is at it, and may not have heard yet
                return;
            }
            standing = looked.get();
        } catch (IOException | RuntimeException e) {
            standing = new Standing(List.of(TenantRepository.sentence(e)), List.of());
        }
        tell(tenant, standing, standings.put(tenant, standing));
    }

    /** Null where the log cannot be asked: a timestamp is renewed all the same. */
    private @Nullable Wanted wanted(TenantId tenant) {
        try {
            return targets.of(tenant);
        } catch (IOException | RuntimeException away) {
            due.add(tenant);
            LOG.warn("The log cannot be asked which releases {} has: {}", tenant, away.toString());
            return null;
        }
    }

    /** Once each, however often it is found. */
    private static void tell(TenantId tenant, Standing now, @Nullable Standing before) {
        for (String trouble : now.troubles()) {
            if (before == null || !before.troubles().contains(trouble)) {
                LOG.error("Updates of {}: {}", tenant, trouble);
            }
        }
        for (String left : now.leftOut()) {
            if (before == null || !before.leftOut().contains(left)) {
                LOG.warn("Devices of {} are not told of {}", tenant, left);
            }
        }
        if (before != null && now.troubles().isEmpty() && !before.troubles().isEmpty()) {
            LOG.info("Updates of {} are well again", tenant);
        }
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("updates").factory());
        var unused = started.scheduleWithFixedDelay(this::round, 0, ROUND.toMillis(), TimeUnit.MILLISECONDS);
        thread = started;
    }

    /** A look that is under way is brought to its end by the next start, wherever it stops. */
    @Override
    public synchronized void stop() {
        ScheduledExecutorService stopped = thread;
        if (stopped != null) {
            thread = null;
            stopped.shutdown();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
