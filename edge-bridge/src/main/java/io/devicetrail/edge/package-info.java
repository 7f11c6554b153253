/**
 * The edge bridge: machines in, MQTT out, a durable buffer between.
 *
 * <p>Every reading is stored in the buffer first and published from there; it leaves the buffer only when the broker
 * has acknowledged it. Sources never talk to the broker, the uplink never talks to machines.
 */
@NullMarked
package io.devicetrail.edge;

import org.jspecify.annotations.NullMarked;
