package io.devicetrail.audit.ledger.tree;

import java.io.IOException;

/** Where tiles and entry bundles are read from: a folder, a server, an archive. Nothing it gives is trusted. */
@FunctionalInterface
public interface TileReader {
    /**
     * @return the tile's bytes; of the full tile the first {@code width} parts, where only that is there
     * @throws IOException if there is no such tile or it cannot be read
     */
    byte[] read(TileName name) throws IOException;
}
