/**
 * Who may ask this, and whose rows do they see (21 CFR 11.10(d) and (g))? Every question is checked before it is
 * answered, and what it reads, it reads on connections on which the database shows the asker's rows only.
 */
@NullMarked
package io.devicetrail.queryside.access;

import org.jspecify.annotations.NullMarked;
