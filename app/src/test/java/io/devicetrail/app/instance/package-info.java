@NullMarked
package io.devicetrail.app.instance;

import org.jspecify.annotations.NullMarked;
