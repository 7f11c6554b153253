/** Devices that go from one tenant to another: who offered what to whom, and what became of it. */
@NullMarked
package io.devicetrail.commandside.transfer;

import org.jspecify.annotations.NullMarked;
