/** What every source and the way out share: readings, their quality, and how a source reports on itself. */
@NullMarked
package io.devicetrail.edge.source;

import org.jspecify.annotations.NullMarked;
