/**
 * How a device goes from one tenant to another.
 *
 * <p>offered → accepted → handed over → completed | declined | withdrawn | lapsed | abandoned; held up where the receiver's
 * registry refuses the device, until the receiver accepts it into another place. What happens is an event of each side, in
 * one append: a tenant's trail shows what the other did, and no more of the other than that.
 */
@NullMarked
package io.devicetrail.domain.transfer;

import org.jspecify.annotations.NullMarked;
