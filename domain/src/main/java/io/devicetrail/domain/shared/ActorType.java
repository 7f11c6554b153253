package io.devicetrail.domain.shared;

/** What kind of actor caused a change. */
public enum ActorType {
    PERSON,
    DEVICE,
    PROCESS
}
