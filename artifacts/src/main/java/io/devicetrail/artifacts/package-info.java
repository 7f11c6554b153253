/** Files that devices install: what people upload, where it is kept, and how devices get it. */
@NullMarked
package io.devicetrail.artifacts;

import org.jspecify.annotations.NullMarked;
