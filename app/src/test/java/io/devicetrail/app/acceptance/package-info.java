/** The whole of Devicetrail, asked from outside as its users would: GraphQL, HTTP and MQTT on one running instance. */
@NullMarked
package io.devicetrail.app.acceptance;

import org.jspecify.annotations.NullMarked;
