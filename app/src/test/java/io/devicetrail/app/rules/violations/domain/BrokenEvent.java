package io.devicetrail.app.rules.violations.domain;

import org.axonframework.serialization.Revision;

sealed interface BrokenEvent {
    @Revision("1")
    final class NoRecord implements BrokenEvent {}

    record NoRevision(String device) implements BrokenEvent {}

    @Revision("1")
    record Innocent(String device) implements BrokenEvent {}
}

interface OpenEvent {}

@Revision("1")
record Loose(String device) implements OpenEvent {}
