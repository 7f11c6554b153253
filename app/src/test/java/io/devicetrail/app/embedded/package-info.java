@NullMarked
package io.devicetrail.app.embedded;

import org.jspecify.annotations.NullMarked;
