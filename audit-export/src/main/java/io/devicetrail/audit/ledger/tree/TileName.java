package io.devicetrail.audit.ledger.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a tile or an entry bundle: C2SP tlog-tiles, "Merkle Tree" and "Log entries".
 *
 * @param level 0 for leaf hashes, each level above holds the roots of full tiles below; {@link #ENTRIES} for bundles
 * @param index number of the tile in its level, from 0
 * @param width hashes or entries in it; {@link #FULL}, or fewer in a partial tile
 */
public record TileName(int level, long index, int width) {
    public static final int ENTRIES = -1;
    public static final int FULL = 256;
    /** Tree levels that one tile spans. */
    static final int HEIGHT = 8;

    /** 256^8 is more than a size can count, so a tree has no higher level. */
    static final int TOP = 7;

    private static final int HIGHEST = 63;
    private static final Pattern PATH =
            Pattern.compile("tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");
    private static final int MOST_GROUPS = 6;

    public TileName {
        if (level < ENTRIES || level > HIGHEST || index < 0 || width < 1 || width > FULL) {
            throw new NotVerified("no tile has level " + level + ", index " + index + " and width " + width);
        }
    }

    public static TileName full(int level, long index) {
        return new TileName(level, index, FULL);
    }

    /** The tile of that level and index in a tree of that size, full or partial as the size has it. */
    public static TileName in(long treeSize, int level, long index) {
        int shift = level == ENTRIES ? 0 : level * HEIGHT;
        long width =
                level > TOP || index > (treeSize >>> HEIGHT) ? 0 : Math.min((treeSize >>> shift) - index * FULL, FULL);
        if (width < 1) {
            throw new NotVerified("a tree of " + treeSize + " entries has no tile " + index + " at level " + level);
        }
        return new TileName(level, index, (int) width);
    }

    /** Whether a tree of that size has all of this tile's hashes or entries. */
    public boolean isIn(long treeSize) {
        int shift = level == ENTRIES ? 0 : level * HEIGHT;
        return level <= TOP && index <= (treeSize >>> HEIGHT) && (treeSize >>> shift) >= index * FULL + width;
    }

    /** The tiles and bundles that were partial in a tree of one size and are full in a later one. */
    public static List<TileName> completed(long before, long after) {
        List<TileName> completed = new ArrayList<>();
        for (int level = ENTRIES; level <= TOP; level++) {
            long hashes = before >>> (level == ENTRIES ? 0 : level * HEIGHT);
            TileName full = full(level, hashes / FULL);
            if (hashes % FULL != 0 && full.isIn(after)) {
                completed.add(full);
            }
        }
        return completed;
    }

    public boolean isFull() {
        return width == FULL;
    }

    /** The full tile that a partial one grows into. */
    public TileName grown() {
        return full(level, index);
    }

    /** Relative to the log's prefix, such as {@code tile/0/x001/x234/067.p/8}. */
    public String path() {
        StringBuilder path = new StringBuilder(three(index));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            path.insert(0, "x" + three(rest) + "/");
        }
        path.insert(0, "tile/" + (level == ENTRIES ? "entries" : Integer.toString(level)) + "/");
        return isFull() ? path.toString() : path + ".p/" + width;
    }

    private static String three(long number) {
        return Long.toString(1000 + number % 1000).substring(1);
    }

    /** @throws NotVerified if it is not the one path of a tile */
    public static TileName parse(String path) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches() || matcher.group(2).length() > MOST_GROUPS * 5) {
            throw new NotVerified("no path of a tile: " + path);
        }
        int level = matcher.group(1).equals("entries") ? ENTRIES : Integer.parseInt(matcher.group(1));
        long index = Long.parseLong(matcher.group(2).replace("x", "").replace("/", ""));
        int width = matcher.group(3) == null ? FULL : Integer.parseInt(matcher.group(3));
        TileName name = new TileName(level, index, width);
        if (!name.path().equals(path)) {
            throw new NotVerified("no path of a tile: " + path);
        }
        return name;
    }

    @Override
    public String toString() {
        return path();
    }
}
