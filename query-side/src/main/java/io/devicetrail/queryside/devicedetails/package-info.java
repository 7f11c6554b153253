/** What is this device, which devices are there, and what just changed? */
@NullMarked
package io.devicetrail.queryside.devicedetails;

import org.jspecify.annotations.NullMarked;
