/** One command to one device: (awaiting approval → waiting for signatures → queued →) requested → sent → received → executing →
 * succeeded | failed | rejected | timed out | expired | cancelled; from sent, and from a failure that passes, back to
 * requested for the next attempt. Sent is never done: only the device's own answer ends a command well. */
@NullMarked
package io.devicetrail.domain.command;

import org.jspecify.annotations.NullMarked;
