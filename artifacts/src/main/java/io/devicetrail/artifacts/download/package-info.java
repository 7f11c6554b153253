/** What devices get: files of their own tenant, whole or a range (RFC 9110), for ever the same under the same hash. */
@NullMarked
package io.devicetrail.artifacts.download;

import org.jspecify.annotations.NullMarked;
