@NullMarked
package io.devicetrail.edge;

import org.jspecify.annotations.NullMarked;
