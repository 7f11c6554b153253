package io.devicetrail.app.crash;

import io.devicetrail.app.crash.Journal.Read;
import io.devicetrail.app.crash.Journal.Registration;
import io.devicetrail.app.crash.Stored.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Holds what was stored against what was promised. At the end of a run nothing is open any more: every client repeated
 * until it was answered, so both sides must be the same, not one a part of the other.
 */
final class Oracle {
    private static final String REGISTERED = "device.DeviceRegistered";

    private Oracle() {}

    /** Everything that is wrong; empty if nothing is. */
    static List<String> findings(Collection<Registration> registrations, Collection<Message> messages, Stored stored) {
        List<String> findings = new ArrayList<>();
        log(stored.events(), findings);
        registrations(registrations, stored.events(), findings);
        messages(messages, stored, findings);
        stored.gaps().forEach(gap -> findings.add("a gap is left: " + gap));
        stored.misfits().forEach(misfit -> findings.add("in quarantine: " + misfit));
        return findings;
    }

    /**
     * Everything that is wrong with what a reader was given while all else went on: in a log without gaps it is given
     * each index in turn, what it was given stays as it was, and it comes as far as anybody was acknowledged.
     *
     * @param log at the end, in the order of its indexes
     */
    static List<String> findings(Collection<Registration> acknowledged, List<Read> reads, List<Read> log) {
        List<String> findings = new ArrayList<>();
        Map<Long, Read> stored = log.stream().collect(Collectors.toMap(Read::index, Function.identity()));
        long next = 0;
        for (Read read : reads) {
            if (read.index() != next) {
                findings.add("index " + next + " was to be read next, not " + read);
            }
            if (!read.equals(stored.get(read.index()))) {
                findings.add("read " + read + ", but in the log is " + stored.get(read.index()));
            }
            next = read.index() + 1;
        }
        for (Registration registration : acknowledged) {
            if (registration.position() >= next) {
                findings.add("acknowledged " + registration + ", but read was only what is before " + next);
            }
        }
        return findings;
    }

    private static void log(List<Event> events, List<String> findings) {
        Map<String, Long> next = new HashMap<>();
        Set<String> commands = new HashSet<>();
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            if (event.index() != i) {
                findings.add("index " + i + " of the log is " + event);
            }
            long expected = Objects.requireNonNullElse(next.get(event.aggregate()), 0L);
            if (event.sequence() != expected) {
                findings.add("sequence " + expected + " was next, not " + event);
            }
            next.put(event.aggregate(), event.sequence() + 1);
            if (!commands.add(event.command() + " " + event.ordinal())) {
                findings.add("a command was carried out twice: " + event);
            }
        }
    }

    private static void registrations(Collection<Registration> promised, List<Event> events, List<String> findings) {
        Map<String, List<Long>> stored = events.stream()
                .filter(event -> event.name().equals(REGISTERED))
                .collect(
                        Collectors.groupingBy(Event::aggregate, Collectors.mapping(Event::index, Collectors.toList())));
        Map<String, Registration> first = new HashMap<>();
        Set<String> devices = new HashSet<>();
        for (Registration registration : promised) {
            devices.add(registration.device());
            Registration before = first.putIfAbsent(registration.key(), registration);
            if (before != null && !before.equals(registration)) {
                findings.add("one key, two answers: " + before + " and " + registration);
            }
            List<Long> indexes = stored.getOrDefault(registration.device(), List.of());
            if (!indexes.equals(List.of(registration.position()))) {
                findings.add("acknowledged " + registration + ", but in the log at " + indexes);
            }
        }
        if (first.size() != devices.size()) {
            findings.add(first.size() + " keys made " + devices.size() + " devices");
        }
        stored.keySet().stream()
                .filter(device -> !devices.contains(device))
                .forEach(device -> findings.add("nobody was told of device " + device));
    }

    private static void messages(Collection<Message> acknowledged, Stored stored, List<String> findings) {
        Set<Message> promised = new LinkedHashSet<>(acknowledged);
        Map<Message, Long> times =
                stored.messages().stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        Map<Message, String> values = new HashMap<>();
        stored.values().forEach(row -> values.merge(row.message(), row.values(), (a, b) -> a + " " + b));
        for (Message message : promised) {
            long found = times.getOrDefault(message, 0L);
            if (found != 1) {
                findings.add("acknowledged " + message + ", stored " + found + " times");
            } else if (!message.values().equals(values.get(message))) {
                findings.add(message + " should have " + message.values() + ", not " + values.get(message));
            }
        }
        times.keySet().stream()
                .filter(message -> !promised.contains(message))
                .forEach(message -> findings.add("stored, but nobody was told: " + message));
    }
}
