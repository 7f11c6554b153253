/**
 * Giving signatures: what waits for its signer, by how many components they are to be recognised, and the way of the
 * signature into the log (21 CFR 11.200(a)(1)).
 */
@NullMarked
package io.devicetrail.identity.signing;

import org.jspecify.annotations.NullMarked;
