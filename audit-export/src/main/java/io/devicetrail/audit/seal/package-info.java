/**
 * What signs a manifest: a note by the ledger's Ed25519 key, and a CMS signature for tools that know no notes. Runs
 * without Spring.
 */
@NullMarked
package io.devicetrail.audit.seal;

import org.jspecify.annotations.NullMarked;
