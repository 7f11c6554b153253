/** Lets a device's configurations go one at a time, in the order in which they could have gone. */
@NullMarked
package io.devicetrail.sagas.configurationorder;

import org.jspecify.annotations.NullMarked;
