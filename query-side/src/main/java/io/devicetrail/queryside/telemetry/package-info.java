/** What does the device measure, and what did not fit or arrive? Reads the tables of the ingress, never writes them. */
@NullMarked
package io.devicetrail.queryside.telemetry;

import org.jspecify.annotations.NullMarked;
