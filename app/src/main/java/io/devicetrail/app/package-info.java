@NullMarked
package io.devicetrail.app;

import org.jspecify.annotations.NullMarked;
