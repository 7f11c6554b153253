/** What should somebody look at, and what came of it? */
@NullMarked
package io.devicetrail.queryside.incidents;

import org.jspecify.annotations.NullMarked;
