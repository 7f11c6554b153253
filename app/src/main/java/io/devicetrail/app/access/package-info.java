/**
 * Who asks over HTTP and WebSocket: tokens of trusted issuers are accepted, told apart by person, and what is not GraphQL
 * is asked for its permission here.
 */
@NullMarked
package io.devicetrail.app.access;

import org.jspecify.annotations.NullMarked;
