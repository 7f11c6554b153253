@NullMarked
package io.devicetrail.audit;

import org.jspecify.annotations.NullMarked;
