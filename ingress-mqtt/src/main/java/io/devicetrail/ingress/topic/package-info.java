/** The grammar of topics: what a device may say and hear, and where. */
@NullMarked
package io.devicetrail.ingress.topic;

import org.jspecify.annotations.NullMarked;
