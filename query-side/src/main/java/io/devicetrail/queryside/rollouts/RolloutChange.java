package io.devicetrail.queryside.rollouts;

/** A rollout as it is after a change. */
record RolloutChange(Rollout rollout, long position) {}
