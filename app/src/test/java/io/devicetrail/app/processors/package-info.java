@NullMarked
package io.devicetrail.app.processors;

import org.jspecify.annotations.NullMarked;
