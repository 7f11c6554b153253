/** Writing to the log: one writer per node, many events per commit, an index without gaps. */
@NullMarked
package io.devicetrail.eventstore.append;

import org.jspecify.annotations.NullMarked;
