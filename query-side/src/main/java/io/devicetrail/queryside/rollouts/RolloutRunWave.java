package io.devicetrail.queryside.rollouts;

/** A wave of a rollout. */
record RolloutRunWave(int number, int devices, int soakMinutes, RolloutProgress progress) {}
