@NullMarked
package io.devicetrail.sagas;

import org.jspecify.annotations.NullMarked;
