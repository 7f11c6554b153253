/** What devices answer to commands. */
@NullMarked
package io.devicetrail.ingress.acknowledgement;

import org.jspecify.annotations.NullMarked;
