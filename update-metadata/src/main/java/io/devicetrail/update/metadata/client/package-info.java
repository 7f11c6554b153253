/** The side that installs: section 5 of the TUF specification, step by step, on a device that trusts no channel. */
@NullMarked
package io.devicetrail.update.metadata.client;

import org.jspecify.annotations.NullMarked;
