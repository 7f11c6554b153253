package io.devicetrail.app.embedded;

import org.jspecify.annotations.Nullable;

/**
 * Where the broker listens.
 *
 * @param tls for who shows a certificate
 * @param plain for anybody; null: nowhere
 */
record BrokerPorts(String bindAddress, int tls, @Nullable Integer plain) {}
