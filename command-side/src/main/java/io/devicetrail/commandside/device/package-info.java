/** The registry's devices: made, put through their life, ended. */
@NullMarked
package io.devicetrail.commandside.device;

import org.jspecify.annotations.NullMarked;
