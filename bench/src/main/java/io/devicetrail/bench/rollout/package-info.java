/** A fleet that is registered in lists and given another release. */
@NullMarked
package io.devicetrail.bench.rollout;

import org.jspecify.annotations.NullMarked;
