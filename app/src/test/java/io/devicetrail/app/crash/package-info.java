/** What survives {@code kill -9}: everything that was acknowledged, once. */
@NullMarked
package io.devicetrail.app.crash;

import org.jspecify.annotations.NullMarked;
