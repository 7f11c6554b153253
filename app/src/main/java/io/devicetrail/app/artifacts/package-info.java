/** Joins the artifacts with the log and with the port at which devices ask. */
@NullMarked
package io.devicetrail.app.artifacts;

import org.jspecify.annotations.NullMarked;
