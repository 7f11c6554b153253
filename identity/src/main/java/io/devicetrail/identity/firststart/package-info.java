/** The first administrator, whom nobody could register or grant a role. */
@NullMarked
package io.devicetrail.identity.firststart;

import org.jspecify.annotations.NullMarked;
