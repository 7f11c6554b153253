package io.devicetrail.pki.lists;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Lists of factory keys.
 *
 * @param unsigned whether one without a signature is taken, of a maker for whom a tenant never trusted a signer
 */
@ConfigurationProperties("devicetrail.factory-lists")
public record FactoryListSettings(@DefaultValue("true") boolean unsigned) {}
