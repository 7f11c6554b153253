package io.devicetrail.update.metadata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A disk whose power is cut at one step. A write that is cut is half there. {@link #loseWhatWasNotForced} then makes
 * of it what a disk is allowed to: contents that were not forced are torn, names that were not are what they were.
 */
public final class StoppingFiles implements DurableFiles {
    /** The power is gone: nothing runs any more, so nobody may catch it. */
    public static final class Stopped extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** A name that was changed, and what it had before; null for nothing. */
    private record Change(Path file, byte @Nullable [] before) {}

    private final DurableFiles disk = DurableFiles.onDisk();
    private final int stopAt;
    private final Map<Path, Boolean> torn = new HashMap<>();
    private final Map<Path, Deque<Change>> names = new HashMap<>();
    private int steps;
    private boolean stopped;

    /** @param stopAt from 1 on: the step that does not come to its end */
    public StoppingFiles(int stopAt) {
        this.stopAt = stopAt;
    }

    public int steps() {
        return steps;
    }

    /** True at the step of the cut; later ones do not happen at all. */
    private boolean cut() {
        if (stopped) {
            throw new Stopped();
        }
        stopped = ++steps == stopAt;
        return stopped;
    }

    @Override
    public synchronized void write(Path file, byte[] content) throws IOException {
        boolean cut = cut();
        if (!Files.exists(file)) {
            remember(file);
        }
        disk.write(file, cut ? Arrays.copyOf(content, content.length / 2) : content);
        torn.put(file, true);
        stopHere(cut);
    }

    @Override
    public synchronized void append(Path file, byte[] bytes, int count) throws IOException {
        boolean cut = cut();
        if (!Files.exists(file)) {
            remember(file);
        }
        disk.append(file, bytes, cut ? count / 2 : count);
        torn.put(file, true);
        stopHere(cut);
    }

    @Override
    public synchronized void truncate(Path file, long length) throws IOException {
        boolean cut = cut();
        if (!cut) {
            disk.truncate(file, length);
        }
        stopHere(cut);
    }

    @Override
    public synchronized void force(Path file) throws IOException {
        boolean cut = cut();
        if (!cut) {
            disk.force(file);
            torn.remove(file);
        }
        stopHere(cut);
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        boolean cut = cut();
        if (!cut) {
            remember(to);
            remember(from);
            disk.rename(from, to);
            if (torn.remove(from) != null) {
                torn.put(to, true);
            }
        }
        stopHere(cut);
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        boolean cut = cut();
        if (!cut) {
            remember(file);
            disk.delete(file);
            torn.remove(file);
        }
        stopHere(cut);
    }

    @Override
    public synchronized void forceDirectory(Path directory) throws IOException {
        boolean cut = cut();
        if (!cut) {
            disk.forceDirectory(directory);
            names.remove(directory.toAbsolutePath());
        }
        stopHere(cut);
    }

    private void remember(Path file) throws IOException {
        byte[] before = Files.exists(file) ? Files.readAllBytes(file) : null;
        names.computeIfAbsent(DurableFiles.parent(file), any -> new ArrayDeque<>())
                .push(new Change(file, before));
    }

    private static void stopHere(boolean cut) {
        if (cut) {
            throw new Stopped();
        }
    }

    public synchronized void loseWhatWasNotForced() throws IOException {
        for (Path each : torn.keySet()) {
            if (Files.exists(each)) {
                byte[] written = Files.readAllBytes(each);
                Files.write(each, Arrays.copyOf(Arrays.copyOf(written, written.length / 2), written.length));
            }
        }
        for (Deque<Change> changes : names.values()) {
            for (Change each : changes) {
                if (each.before() == null) {
                    Files.deleteIfExists(each.file());
                } else {
                    Path old = each.file().resolveSibling("undone");
                    Files.write(old, each.before());
                    Files.move(old, each.file(), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
