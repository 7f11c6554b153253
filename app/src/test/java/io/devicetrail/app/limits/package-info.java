/** What requests may cost. */
@NullMarked
package io.devicetrail.app.limits;

import org.jspecify.annotations.NullMarked;
