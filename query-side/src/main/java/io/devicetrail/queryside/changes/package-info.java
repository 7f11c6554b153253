/** What has changed just now, told by every node to those who listen. */
@NullMarked
package io.devicetrail.queryside.changes;

import org.jspecify.annotations.NullMarked;
