/** Incidents: the platform opens and closes them, people acknowledge and annotate them. */
@NullMarked
package io.devicetrail.commandside.incident;

import org.jspecify.annotations.NullMarked;
