/**
 * Copies of the audit trail that were handed out (21 CFR 11.10(b); draft EU GMP Annex 11, 12.1: exports are logged). One
 * file is one export: who asked for it, what of whose trail, and the hash of its bytes, by which it can be signed.
 */
@NullMarked
package io.devicetrail.domain.auditexport;

import org.jspecify.annotations.NullMarked;
