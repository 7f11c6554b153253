/** Which rollouts are there, how far are they, what came of each device, and what would one be about? */
@NullMarked
package io.devicetrail.queryside.rollouts;

import org.jspecify.annotations.NullMarked;
