/**
 * The Merkle tree of RFC 6962, section 2.1, and its files as C2SP tlog-tiles lays them out. Pure: nothing here reads a
 * clock or a disk; tiles come and go through {@link io.devicetrail.audit.ledger.tree.TileReader} and
 * {@link io.devicetrail.audit.ledger.tree.GrowingTree.TileSink}.
 */
@NullMarked
package io.devicetrail.audit.ledger.tree;

import org.jspecify.annotations.NullMarked;
