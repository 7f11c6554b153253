/** The twin contract of a device family: telemetry, properties and commands, published version by version. */
@NullMarked
package io.devicetrail.domain.devicemodel;

import org.jspecify.annotations.NullMarked;
