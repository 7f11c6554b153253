package io.devicetrail.domain.audittrail;

/**
 * The record an event is about.
 *
 * @param type {@code tenant}, {@code site}, {@code device model}, {@code device}, {@code event processor}, {@code ledger},
 *     {@code person}, {@code api key} or {@code replay}; for a signature also {@code command} or {@code dead letters}, as
 *     its event does not name the device or the processor
 * @param id the record's id; commands and connectivity belong to their device's record, an account to its
 *     person's
 */
public record AuditedRecord(String type, String id) {}
