/** The broker: connections that keep trying, and messages that are acknowledged only when they are settled. */
@NullMarked
package io.devicetrail.ingress.connection;

import org.jspecify.annotations.NullMarked;
