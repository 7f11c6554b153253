/** Which tenants are there, and which sites do they have? */
@NullMarked
package io.devicetrail.queryside.tenants;

import org.jspecify.annotations.NullMarked;
