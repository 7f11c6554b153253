/** Which files are there to be installed, and which releases are of them? */
@NullMarked
package io.devicetrail.queryside.software;

import org.jspecify.annotations.NullMarked;
