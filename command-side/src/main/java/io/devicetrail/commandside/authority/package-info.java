/** Who asks: resolves the caller of a request and refuses commands without one, or without a reason where one is due. */
@NullMarked
package io.devicetrail.commandside.authority;

import org.jspecify.annotations.NullMarked;
