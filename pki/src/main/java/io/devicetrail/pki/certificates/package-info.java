/** Which certificates count, as far as this node has read the log. */
@NullMarked
package io.devicetrail.pki.certificates;

import org.jspecify.annotations.NullMarked;
