@NullMarked
package io.devicetrail.bench;

import org.jspecify.annotations.NullMarked;
