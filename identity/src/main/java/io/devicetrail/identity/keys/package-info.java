/** The keys that this installation keeps in its home: that of second factors, and those that sign tokens. */
@NullMarked
package io.devicetrail.identity.keys;

import org.jspecify.annotations.NullMarked;
