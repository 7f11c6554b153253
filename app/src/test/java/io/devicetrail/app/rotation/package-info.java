@NullMarked
package io.devicetrail.app.rotation;

import org.jspecify.annotations.NullMarked;
