package io.devicetrail.commandside.sending;

import io.devicetrail.domain.catalogue.EventCatalogue;
import io.devicetrail.domain.catalogue.StoredEvent;
import io.devicetrail.domain.shared.FirstEvents;
import io.devicetrail.domain.shared.LogPlaces;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureEvent.RecordSigned;
import io.devicetrail.domain.signature.StoredEntry;
import io.devicetrail.domain.signature.StoredStreams;
import io.devicetrail.domain.signaturepolicy.GivenSignature;
import io.devicetrail.domain.signaturepolicy.GivenSignatures;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import tools.jackson.databind.json.JsonMapper;

/** A log that is lost with the test, and that can be away. */
final class LogInMemory extends InMemoryEventStorageEngine
        implements LogPositions, LogPlaces, FirstEvents, StoredStreams, GivenSignatures {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<DomainEventMessage<?>> events = new ArrayList<>();
    private final Set<String> remembered = new HashSet<>();
    private final List<Class<?>> lost = new ArrayList<>();
    private final Set<String> silent = new HashSet<>();
    private boolean away;

    @Override
    public synchronized void appendEvents(List<? extends EventMessage<?>> appended) {
        if (away) {
            throw new IllegalStateException("the log is away");
        }
        requireNew(appended);
        super.appendEvents(appended);
        appended.forEach(event -> events.add((DomainEventMessage<?>) event));
        if (!lost.isEmpty() && lost.getFirst().isInstance(appended.getFirst().getPayload())) {
            lost.removeFirst();
            silent.add(String.valueOf(appended.getFirst().getMetaData().get(Metadata.COMMAND_ID)));
            CurrentUnitOfWork.get().onCommit(stored -> {
                throw new IllegalStateException("stored, but the answer was lost");
            });
        }
    }

    /** What has taken a place is seen there: the engine below keeps it only a moment later, as the unit of work goes on. */
    @Override
    public synchronized DomainEventStream readEvents(String stream, long first) {
        return DomainEventStream.of(events.stream()
                .filter(event -> event.getAggregateIdentifier().equals(stream) && event.getSequenceNumber() >= first)
                .toList());
    }

    /** As every log does that is one: a place in a stream is taken once. */
    private void requireNew(List<? extends EventMessage<?>> appended) {
        for (EventMessage<?> event : appended) {
            DomainEventMessage<?> one = (DomainEventMessage<?>) event;
            boolean taken = events.stream()
                    .anyMatch(stored -> stored.getAggregateIdentifier().equals(one.getAggregateIdentifier())
                            && stored.getSequenceNumber() == one.getSequenceNumber());
            if (taken) {
                throw new ConcurrencyException("there is such an event of " + one.getAggregateIdentifier());
            }
        }
    }

    @Override
    public synchronized Set<String> begun(Collection<String> streams) {
        Set<String> begun = new HashSet<>(streams);
        begun.retainAll(
                events.stream().map(DomainEventMessage::getAggregateIdentifier).toList());
        return begun;
    }

    @Override
    public synchronized Set<String> goneOn(Collection<String> streams, String since) {
        List<String> written =
                events.stream().map(DomainEventMessage::getAggregateIdentifier).toList();
        Set<String> goneOn = new HashSet<>(streams);
        goneOn.retainAll(written.subList(written.indexOf(since) + 1, written.size()));
        return goneOn;
    }

    @Override
    public synchronized OptionalLong lastOf(String commandId) {
        if (silent.remove(commandId)) {
            throw new IllegalStateException("the log does not answer yet");
        }
        for (int i = events.size() - 1; i >= 0; i--) {
            if (commandId.equals(events.get(i).getMetaData().get(Metadata.COMMAND_ID))) {
                return OptionalLong.of(i);
            }
        }
        return OptionalLong.empty();
    }

    @Override
    public synchronized long head() {
        return events.size() - 1L;
    }

    @Override
    public synchronized Optional<LogPlace> placeOf(long index) {
        if (index >= events.size()) {
            return Optional.empty();
        }
        DomainEventMessage<?> event = events.get((int) index);
        return Optional.of(new LogPlace(event.getAggregateIdentifier(), event.getSequenceNumber()));
    }

    @Override
    public synchronized boolean wrote(String commandId, String stream) {
        return events.stream()
                .anyMatch(event -> event.getAggregateIdentifier().equals(stream)
                        && commandId.equals(event.getMetaData().get(Metadata.COMMAND_ID)));
    }

    @Override
    public synchronized Optional<Object> firstOf(String stream) {
        return events.stream()
                .filter(event -> event.getAggregateIdentifier().equals(stream))
                .<Object>map(DomainEventMessage::getPayload)
                .findFirst();
    }

    @Override
    public synchronized List<StoredEntry> stored(String stream, long afterIndex) {
        List<StoredEntry> stored = new ArrayList<>();
        for (int i = (int) afterIndex + 1; i < events.size() && stored.size() < PAGE; i++) {
            DomainEventMessage<?> event = events.get(i);
            if (event.getAggregateIdentifier().equals(stream)) {
                StoredEvent kind = EventCatalogue.of(event.getPayloadType()).orElseThrow();
                stored.add(new StoredEntry(
                        i,
                        stream,
                        kind.name(),
                        kind.revision(),
                        JSON.writeValueAsBytes(event.getPayload()),
                        JSON.writeValueAsBytes(new HashMap<>(event.getMetaData()))));
            }
        }
        return stored;
    }

    @Override
    public synchronized List<GivenSignature> of(SignableRecord record) {
        List<GivenSignature> given = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            DomainEventMessage<?> event = events.get(i);
            if (event.getPayload() instanceof RecordSigned e && e.record().equals(record)) {
                String role = String.valueOf(event.getMetaData().get(Metadata.ACTOR_ROLE));
                given.add(new GivenSignature(e.signature(), e.person(), e.meaning(), role, e.hash(), e.position(), i));
            }
        }
        return given;
    }

    @Override
    public void awaitKnown(long position) {}

    @Override
    public boolean known(long position) {
        return true;
    }

    synchronized DomainEventMessage<?> last() {
        return events.getLast();
    }

    synchronized void goAway() {
        away = true;
    }

    synchronized void comeBack() {
        away = false;
    }

    /** Of the next commands with events of these kinds, one of each: they are stored, and whoever asks is not told. */
    synchronized void loseAnswersOf(List<Class<?>> payloads) {
        lost.addAll(payloads);
    }

    synchronized List<Object> payloads() {
        return events.stream().<Object>map(DomainEventMessage::getPayload).toList();
    }

    /** Ids of the commands of all events after that index. */
    synchronized Set<String> commandsAfter(long index) {
        Set<String> commands = new HashSet<>();
        events.subList((int) index + 1, events.size())
                .forEach(
                        event -> commands.add(String.valueOf(event.getMetaData().get(Metadata.COMMAND_ID))));
        return commands;
    }

    synchronized boolean holds(String mark) {
        return remembered.contains(mark);
    }

    synchronized void remember(String mark) {
        remembered.add(mark);
    }
}
