@NullMarked
package io.devicetrail.app.wiring;

import org.jspecify.annotations.NullMarked;
