package io.devicetrail.domain.shared;

/**
 * A refusal for who asks and not for what is asked: their authority does not reach, or duties would not be separate. It goes
 * on record, whoever learns of it (21 CFR 11.10(g), 11.300(d)).
 */
public interface Denial extends Rejection {}
