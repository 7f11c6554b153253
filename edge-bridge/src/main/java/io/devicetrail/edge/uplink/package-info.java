/** MQTT 5: one connection per device, in order, a bounded number of messages in flight. */
@NullMarked
package io.devicetrail.edge.uplink;

import org.jspecify.annotations.NullMarked;
