/** Opens and closes incidents about devices, and sites, that went silent. */
@NullMarked
package io.devicetrail.sagas.silence;

import org.jspecify.annotations.NullMarked;
