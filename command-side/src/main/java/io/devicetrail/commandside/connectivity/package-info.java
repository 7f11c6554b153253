/** Connectivity as judged: transitions only. */
@NullMarked
package io.devicetrail.commandside.connectivity;

import org.jspecify.annotations.NullMarked;
