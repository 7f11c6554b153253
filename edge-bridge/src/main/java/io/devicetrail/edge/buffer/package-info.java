/** The durable queue between machines and broker: numbered at entry, deleted after the broker's acknowledgement. */
@NullMarked
package io.devicetrail.edge.buffer;

import org.jspecify.annotations.NullMarked;
