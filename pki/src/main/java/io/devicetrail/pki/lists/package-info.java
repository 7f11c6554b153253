/** Makers' signatures of their lists of factory keys. */
@NullMarked
package io.devicetrail.pki.lists;

import org.jspecify.annotations.NullMarked;
