package io.devicetrail.domain.audittrail;

/**
 * The record an event is about.
 *
 * @param type {@code tenant}, {@code site}, {@code device model}, {@code device}, {@code event processor}, {@code ledger},
 *     {@code person} or {@code replay}
 * @param id the record's id; commands and connectivity belong to their device's record
 */
public record AuditedRecord(String type, String id) {}
