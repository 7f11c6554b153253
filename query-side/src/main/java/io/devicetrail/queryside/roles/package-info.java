/** Which roles can be granted at a tenant, and what does each allow? */
@NullMarked
package io.devicetrail.queryside.roles;

import org.jspecify.annotations.NullMarked;
