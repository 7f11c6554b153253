/**
 * Where the ledger's private keys are kept: in files, in a PKCS #12 store, or with the Ed25519 key in a PKCS #11 token.
 * Which generation of them is in force is {@link io.devicetrail.audit.ledger.LedgerKeyring}'s to say.
 */
@NullMarked
package io.devicetrail.audit.ledger.keys;

import org.jspecify.annotations.NullMarked;
