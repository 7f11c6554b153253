package io.devicetrail.update.agent;

/**
 * One attempt of one rollout on this device.
 *
 * @param attempt from 1 on; a later one is a new decision of the platform's
 */
record JobId(String rollout, int attempt) {
    String text() {
        return rollout + "/" + attempt;
    }
}
