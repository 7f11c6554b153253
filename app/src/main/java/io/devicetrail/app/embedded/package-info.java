/**
 * The real parts a machine runs without any preparation: PostgreSQL and Elasticsearch as child processes, the MQTT
 * broker in this JVM. Nothing here knows Spring's application or a device.
 */
@NullMarked
package io.devicetrail.app.embedded;

import org.jspecify.annotations.NullMarked;
