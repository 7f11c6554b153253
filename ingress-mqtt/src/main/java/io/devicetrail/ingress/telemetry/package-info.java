/** Measured values: read, checked against the model, stored once, with duplicates dropped and gaps recorded. */
@NullMarked
package io.devicetrail.ingress.telemetry;

import org.jspecify.annotations.NullMarked;
