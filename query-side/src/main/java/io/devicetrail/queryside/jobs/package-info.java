/** Which jobs are there, how far are they, and what came of each device? */
@NullMarked
package io.devicetrail.queryside.jobs;

import org.jspecify.annotations.NullMarked;
