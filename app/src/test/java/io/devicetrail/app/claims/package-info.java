@NullMarked
package io.devicetrail.app.claims;

import org.jspecify.annotations.NullMarked;
