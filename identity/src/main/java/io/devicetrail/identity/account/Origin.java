package io.devicetrail.identity.account;

/**
 * From where an attempt came.
 *
 * @param address end of the connection; what a proxy claims in a header is not evidence
 * @param client program, as it calls itself
 */
public record Origin(String address, String client) {}
