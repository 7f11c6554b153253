/** What other records say, read from their events and never from a projection; checks of a command against them. */
@NullMarked
package io.devicetrail.commandside.reference;

import org.jspecify.annotations.NullMarked;
