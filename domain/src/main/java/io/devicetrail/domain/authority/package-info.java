/**
 * Who may do what (21 CFR 11.10(d) and (g)): every operation is a {@link io.devicetrail.domain.authority.Permission},
 * roles hold permissions, people are granted roles for a tenant or one of its sites, and nothing is allowed that is not
 * granted. Rules keep duties apart that one person must not have (EU GMP Annex 11 draft, 12.3).
 */
@NullMarked
package io.devicetrail.domain.authority;

import org.jspecify.annotations.NullMarked;
