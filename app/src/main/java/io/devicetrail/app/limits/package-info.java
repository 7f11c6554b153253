/** How much anybody may ask in a minute, so that nobody takes the application from the others. */
@NullMarked
package io.devicetrail.app.limits;

import org.jspecify.annotations.NullMarked;
