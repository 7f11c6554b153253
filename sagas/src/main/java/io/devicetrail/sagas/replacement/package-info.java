/** Puts new hardware in the place of old: where it stood, what was behind it, and what people wrote on it. */
@NullMarked
package io.devicetrail.sagas.replacement;

import org.jspecify.annotations.NullMarked;
