/** The house rules that a compiler cannot check, each shown red by a class in {@code violations}. */
@NullMarked
package io.devicetrail.app.rules;

import org.jspecify.annotations.NullMarked;
