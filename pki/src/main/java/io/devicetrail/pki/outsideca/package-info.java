/** An authority of another's that signs devices' certificates in place of ours. */
@NullMarked
package io.devicetrail.pki.outsideca;

import org.jspecify.annotations.NullMarked;
