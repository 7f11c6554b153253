/** Keeps a device's life cycle and its credentials in step. */
@NullMarked
package io.devicetrail.sagas.enrolment;

import org.jspecify.annotations.NullMarked;
