/** Who signed a record, and is it still what they signed? */
@NullMarked
package io.devicetrail.queryside.signatures;

import org.jspecify.annotations.NullMarked;
