/** Asking for signatures and giving them. */
@NullMarked
package io.devicetrail.commandside.signature;

import org.jspecify.annotations.NullMarked;
