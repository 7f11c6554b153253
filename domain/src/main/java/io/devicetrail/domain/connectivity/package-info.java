/** Whether a device can be heard: judged from leases by a pure policy, recorded only when it changes. */
@NullMarked
package io.devicetrail.domain.connectivity;

import org.jspecify.annotations.NullMarked;
