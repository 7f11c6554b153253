/** That read models were made anew: by whom, why, and how they came out. */
@NullMarked
package io.devicetrail.commandside.replay;

import org.jspecify.annotations.NullMarked;
