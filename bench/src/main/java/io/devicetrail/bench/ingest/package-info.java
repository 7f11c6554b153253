/** Telemetry of many devices at once, from the broker to durable rows. */
@NullMarked
package io.devicetrail.bench.ingest;

import org.jspecify.annotations.NullMarked;
