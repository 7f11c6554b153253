/** The certificates of this installation: see {@code authority} for who signs them. */
@NullMarked
package io.devicetrail.pki;

import org.jspecify.annotations.NullMarked;
