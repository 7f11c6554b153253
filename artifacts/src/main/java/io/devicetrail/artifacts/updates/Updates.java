package io.devicetrail.artifacts.updates;

import io.devicetrail.domain.artifact.KnownArtifacts;
import io.devicetrail.domain.release.KnownSoftwareReleases;
import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.update.metadata.DurableFiles;
import io.devicetrail.update.metadata.Role;
import io.devicetrail.update.metadata.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
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
    /** Looks at which the log may not answer before it is a trouble, as while a database changes over. */
    static final int UNASKED_UNTOLD = 1;

    private static final Logger LOG = LoggerFactory.getLogger(Updates.class);

    private final ReleaseLists lists;
    private final ReleaseTargets targets;
    private final TenantFolders folders;
    private final PublishedFiles published;
    private final DurableFiles files;
    private final Clock clock;
    private final Map<TenantId, Standing> standings = new ConcurrentHashMap<>();
    /** Told of since they were looked at last, or asked for in vain by a device of theirs. */
    private final Set<TenantId> due = ConcurrentHashMap.newKeySet();
    /** Looks in a row at which it could not be asked what is wanted. */
    private final Map<TenantId, Integer> unasked = new ConcurrentHashMap<>();

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
        this.folders = new TenantFolders(lists, keys);
        this.published = new PublishedFiles(lists);
        this.files = files;
        this.clock = clock;
    }

    /**
     * From here on it has a repository, which devices that are made can trust: this alone lets one begin.
     *
     * @throws IOException if the directory is not there or cannot be written; it has to be told again
     */
    public void tenant(TenantId tenant) throws IOException {
        folders.requireThere(tenant);
        lists.begin(tenant);
        lookSoon(tenant);
    }

    /**
     * Something became of a release. What, is asked of the log; the same again changes nothing.
     *
     * @throws IOException as {@link #tenant}
     */
    public void release(TenantId tenant, SoftwareReleaseId release) throws IOException {
        folders.requireThere(tenant);
        lists.add(tenant, release);
        lookSoon(tenant);
    }

    /** SHA-256 over what was told, in lower-case hexadecimal. */
    public String digest() throws IOException {
        return lists.digest();
    }

    /**
     * How each tenant's is, by its name, after the last look at it by this node; that of the tenant {@code
     * installation} is what ails them all.
     */
    public Map<TenantId, Standing> standings() {
        Map<TenantId, Standing> sorted =
                new TreeMap<>((one, other) -> one.value().compareTo(other.value()));
        sorted.putAll(standings);
        return sorted;
    }

    @Override
    public Optional<byte[]> metadata(TenantId tenant, String file) throws IOException {
        Optional<byte[]> found = published.read(tenant, file);
        if (found.isEmpty() && file.equals(Role.TIMESTAMP.fileName())) {
            due.add(tenant); // its devices have certificates, so it should be here
        }
        return found;
    }

    private TenantRepository repository(TenantId tenant) {
        return new TenantRepository(lists.folder(tenant), folders.keys(tenant), files, clock);
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
    void round() {
        boolean all = rounds++ % ROUNDS_TO_ALL == 0;
        for (TenantId tenant : known()) {
            Standing standing = standings.get(tenant);
            if (all
                    || due.contains(tenant)
                    || standing == null
                    || !standing.troubles().isEmpty()
                    || !repository(tenant).isThere()) {
                look(tenant);
            }
        }
    }

    /** Whoever was known once stays so: with a directory that is lost they would else be forgotten, and all be well. */
    private Set<TenantId> known() {
        Set<TenantId> known = new HashSet<>(standings.keySet());
        known.addAll(due);
        List<String> troubles = folders.addTo(known);
        known.remove(TenantId.INSTALLATION);
        Standing standing = new Standing(troubles, List.of());
        tell(TenantId.INSTALLATION, standing, standings.put(TenantId.INSTALLATION, standing));
        return known;
    }

    /** At one tenant, by one thread. */
    void look(TenantId tenant) {
        due.remove(tenant);
        Standing before = standings.get(tenant);
        int inVain = unasked.getOrDefault(tenant, 0);
        Standing standing;
        try {
            Optional<Standing> looked = repository(tenant).look(told -> wanted(tenant, told));
            if (looked.isEmpty()) {
                due.add(tenant); // another node is at it, and may not have heard yet
                return;
            }
            boolean again = unasked.getOrDefault(tenant, 0) > inVain;
            standing = again ? unasked(tenant, looked.get(), before) : looked.get();
        } catch (IOException | RuntimeException e) {
            standing = new Standing(List.of(TenantRepository.sentence(e)), List.of());
        }
        standings.put(tenant, standing);
        tell(tenant, standing, before);
    }

    /** Null where the log cannot be asked: a timestamp is renewed all the same. */
    private @Nullable Wanted wanted(TenantId tenant, Map<String, Target> told) {
        try {
            Wanted wanted = targets.of(tenant, told);
            unasked.remove(tenant);
            return wanted;
        } catch (IOException | RuntimeException away) {
            due.add(tenant);
            if (unasked.merge(tenant, 1, Integer::sum) <= UNASKED_UNTOLD + 1) {
                LOG.warn("It cannot be asked which releases {} has: {}", tenant, away.toString());
            }
            return null;
        }
    }

    private Standing unasked(TenantId tenant, Standing looked, @Nullable Standing before) {
        List<String> troubles = new ArrayList<>(looked.troubles());
        if (unasked.getOrDefault(tenant, 0) > UNASKED_UNTOLD) {
            troubles.add("it cannot be asked which releases stand, so none is published, and a withdrawn one can still"
                    + " be installed: see that the log answers, and that " + lists.list(tenant)
                    + " can be read; why is in"
                    + " the log of the application");
        }
        return new Standing(troubles, before == null ? List.of() : before.leftOut());
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
