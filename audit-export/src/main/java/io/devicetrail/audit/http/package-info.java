/** Asking others over HTTP without depending on their goodwill. */
@NullMarked
package io.devicetrail.audit.http;

import org.jspecify.annotations.NullMarked;
