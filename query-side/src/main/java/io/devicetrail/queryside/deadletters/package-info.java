/** Dead letters as people see them. */
@NullMarked
package io.devicetrail.queryside.deadletters;

import org.jspecify.annotations.NullMarked;
