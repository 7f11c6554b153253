@NullMarked
package io.devicetrail.eventstore;

import org.jspecify.annotations.NullMarked;
