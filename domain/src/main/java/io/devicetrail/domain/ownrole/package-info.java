/**
 * Roles that a tenant defines for itself (21 CFR 11.10(d) and (g)): a name for some of the permissions that the built-in
 * roles of one duty hold. It is defined once, its name and permissions change, and it is withdrawn for ever; its key and
 * duty never change, and its key is never given again. What it allows is read from its own stream at every use.
 */
@NullMarked
package io.devicetrail.domain.ownrole;

import org.jspecify.annotations.NullMarked;
