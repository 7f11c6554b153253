/** Replacing the ledger's keys, as an act of a person that the log keeps. */
@NullMarked
package io.devicetrail.app.rotation;

import org.jspecify.annotations.NullMarked;
