/**
 * The keys of this installation: that of second factors, in its home, and those that sign tokens, in the database, sealed by
 * one in the home.
 */
@NullMarked
package io.devicetrail.identity.keys;

import org.jspecify.annotations.NullMarked;
