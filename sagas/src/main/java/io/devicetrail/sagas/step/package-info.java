/** One step of a process that the platform takes in its own name. */
@NullMarked
package io.devicetrail.sagas.step;

import org.jspecify.annotations.NullMarked;
