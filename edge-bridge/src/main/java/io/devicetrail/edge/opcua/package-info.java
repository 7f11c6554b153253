/** OPC UA: a subscription on configured nodes, status codes mapped to quality, source time kept. */
@NullMarked
package io.devicetrail.edge.opcua;

import org.jspecify.annotations.NullMarked;
