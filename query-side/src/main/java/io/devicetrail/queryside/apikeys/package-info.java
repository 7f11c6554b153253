/** Which machines may act for a tenant, as what, and until when? */
@NullMarked
package io.devicetrail.queryside.apikeys;

import org.jspecify.annotations.NullMarked;
