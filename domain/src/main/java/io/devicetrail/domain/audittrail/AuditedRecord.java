package io.devicetrail.domain.audittrail;

/**
 * The record an event is about.
 *
 * @param type {@code tenant}, {@code site}, {@code device model}, {@code device}, {@code rollout plan}, {@code rollout}, {@code job},
 *     {@code artifact}, {@code software release}, {@code event processor}, {@code ledger}, {@code person}, {@code role}, {@code api key}, {@code replay},
 *     {@code audit export}, {@code export job}; for a signature also {@code command}, {@code dead letters}, {@code quarantined message} or
 *     {@code correction}, as its event does not name the device or the processor
 * @param id the record's id; commands, connectivity, twins, credentials, released messages and incidents belong to their
 *     device's record, an incident of a whole site to the site's, an account to its person's, a correction to the record of the entry that it corrects
 */
public record AuditedRecord(String type, String id) {}
