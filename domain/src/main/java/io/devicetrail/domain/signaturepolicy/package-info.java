/**
 * Which signatures a record needs before it is used (21 CFR 11.10(f) and (g), 11.50): a tenant's administrator sets, for
 * each kind of record, steps of a meaning, the roles that give it and how many; in order or not. Signers differ from who
 * made the record and from each other. What a policy comes to is derived from the signatures whenever it is asked for.
 */
@NullMarked
package io.devicetrail.domain.signaturepolicy;

import org.jspecify.annotations.NullMarked;
