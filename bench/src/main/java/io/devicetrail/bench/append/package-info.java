/** Single-event appends of many callers at once. */
@NullMarked
package io.devicetrail.bench.append;

import org.jspecify.annotations.NullMarked;
