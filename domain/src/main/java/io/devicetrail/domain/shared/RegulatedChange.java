package io.devicetrail.domain.shared;

/**
 * A command that alters existing regulated data: a person who sends it must say why (EU GMP Annex 11, 9; a blank reason
 * is no reason).
 */
public interface RegulatedChange {}
