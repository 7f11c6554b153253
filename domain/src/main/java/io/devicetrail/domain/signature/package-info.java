/**
 * Electronic signatures (21 CFR 11.50, 11.70, 11.200): a person puts their printed name, a meaning and a time under one
 * version of one record. A signature holds for the hash of what the record was at that log position; whatever happens to
 * the record later leaves it unsigned until somebody signs again. It is asked for at the API and given at a page of the
 * installation's own issuer, by proofs that the API never sees.
 */
@NullMarked
package io.devicetrail.domain.signature;

import org.jspecify.annotations.NullMarked;
