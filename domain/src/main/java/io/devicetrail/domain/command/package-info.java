/** One command to one device: (waiting for signatures →) requested → sent → received → executing → succeeded | failed |
 * rejected | timed out | cancelled. Sent is never done: only the device's own answer ends a command well. */
@NullMarked
package io.devicetrail.domain.command;

import org.jspecify.annotations.NullMarked;
