/** Global ids, nodes, pages and cursors, as Relay has them. */
@NullMarked
package io.devicetrail.queryside.relay;

import org.jspecify.annotations.NullMarked;
