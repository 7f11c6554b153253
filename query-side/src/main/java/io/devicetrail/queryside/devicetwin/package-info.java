/** What is desired of a device, what does it report, and what was it at a moment of the past? */
@NullMarked
package io.devicetrail.queryside.devicetwin;

import org.jspecify.annotations.NullMarked;
