/** Device models: versions follow one another without a gap. */
@NullMarked
package io.devicetrail.commandside.devicemodel;

import org.jspecify.annotations.NullMarked;
