@NullMarked
package io.devicetrail.queryside;

import org.jspecify.annotations.NullMarked;
