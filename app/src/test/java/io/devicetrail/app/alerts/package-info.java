@NullMarked
package io.devicetrail.app.alerts;

import org.jspecify.annotations.NullMarked;
