@NullMarked
package io.devicetrail.app.cli;

import org.jspecify.annotations.NullMarked;
