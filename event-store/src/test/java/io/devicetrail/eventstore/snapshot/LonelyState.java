package io.devicetrail.eventstore.snapshot;

/** Leads to no other class; one within a test would lead to all that the test mentions. */
class LonelyState {
    int number;
}
