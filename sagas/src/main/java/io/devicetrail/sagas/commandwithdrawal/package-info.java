/** Ends what is open of a device that left for good. */
@NullMarked
package io.devicetrail.sagas.commandwithdrawal;

import org.jspecify.annotations.NullMarked;
