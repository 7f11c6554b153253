/** What does a device of this model send, hold and obey? */
@NullMarked
package io.devicetrail.queryside.devicemodels;

import org.jspecify.annotations.NullMarked;
