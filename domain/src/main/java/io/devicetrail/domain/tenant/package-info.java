/** Who owns devices and where they stand: a tenant opens sites; both stay for ever, so history keeps its place. */
@NullMarked
package io.devicetrail.domain.tenant;

import org.jspecify.annotations.NullMarked;
