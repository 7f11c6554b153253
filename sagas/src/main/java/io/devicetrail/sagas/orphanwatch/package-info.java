/** Opens and closes incidents about devices that nobody can reach. */
@NullMarked
package io.devicetrail.sagas.orphanwatch;

import org.jspecify.annotations.NullMarked;
