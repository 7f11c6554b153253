/** Devices are told that their certificate is to be renewed. */
@NullMarked
package io.devicetrail.ingress.certificate;

import org.jspecify.annotations.NullMarked;
