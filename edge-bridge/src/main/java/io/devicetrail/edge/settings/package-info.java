/** Reads one JSON file and names every mistake in it by its path. */
@NullMarked
package io.devicetrail.edge.settings;

import org.jspecify.annotations.NullMarked;
