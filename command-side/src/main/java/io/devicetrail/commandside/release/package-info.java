/** Software releases: published of an artifact that is on record, never altered, withdrawn for ever. */
@NullMarked
package io.devicetrail.commandside.release;

import org.jspecify.annotations.NullMarked;
