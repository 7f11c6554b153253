/** Takes a device from one tenant to another once both have agreed, and ends offers that nobody answers. */
@NullMarked
package io.devicetrail.sagas.ownershiptransfer;

import org.jspecify.annotations.NullMarked;
