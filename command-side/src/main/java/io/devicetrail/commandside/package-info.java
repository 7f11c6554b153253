@NullMarked
package io.devicetrail.commandside;

import org.jspecify.annotations.NullMarked;
