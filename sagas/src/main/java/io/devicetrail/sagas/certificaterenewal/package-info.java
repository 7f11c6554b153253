/** Tells people of devices that do not renew their certificates. */
@NullMarked
package io.devicetrail.sagas.certificaterenewal;

import org.jspecify.annotations.NullMarked;
