/** Commands on their way to devices. */
@NullMarked
package io.devicetrail.ingress.delivery;

import org.jspecify.annotations.NullMarked;
