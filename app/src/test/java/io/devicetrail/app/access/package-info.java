@NullMarked
package io.devicetrail.app.access;

import org.jspecify.annotations.NullMarked;
