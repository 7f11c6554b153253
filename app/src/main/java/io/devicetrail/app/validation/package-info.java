/** {@code devicetrail validation-pack}: the evidence of one source, for who validates an installation of it. */
@NullMarked
package io.devicetrail.app.validation;

import org.jspecify.annotations.NullMarked;
