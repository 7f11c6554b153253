/** Which devices can nobody reach, and why? */
@NullMarked
package io.devicetrail.queryside.orphans;

import org.jspecify.annotations.NullMarked;
