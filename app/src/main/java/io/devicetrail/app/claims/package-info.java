/**
 * Roles that the tokens of an outside issuer name, by a mapping that the settings give. What it grants and revokes are
 * events like an administrator's (21 CFR 11.10(d) and (e)): authority stays in the log, and no token brings any along.
 */
@NullMarked
package io.devicetrail.app.claims;

import org.jspecify.annotations.NullMarked;
