/** Answers which certificates a device has, and which of them count. */
@NullMarked
package io.devicetrail.queryside.devicecertificates;

import org.jspecify.annotations.NullMarked;
