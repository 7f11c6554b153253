package io.devicetrail.edge.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.devicetrail.edge.buffer.BufferSettings.WhenFull;
import io.devicetrail.edge.source.EdgeDevice;
import io.devicetrail.edge.source.Quality;
import io.devicetrail.edge.source.ReadValue;
import io.devicetrail.edge.source.Reading;
import io.devicetrail.edge.source.ReadingSink.ReadingNotStored;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BufferTest {

    private static final Instant AT = Instant.parse("2026-11-20T10:00:00.123Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final EdgeDevice boiler = new EdgeDevice("acme", new UUID(0, 1));
    private final EdgeDevice meter = new EdgeDevice("acme", new UUID(0, 2));

    private Buffer open(int maxMessages, WhenFull whenFull) {
        return Buffer.open(new BufferSettings(folder.resolve("buffer.db"), maxMessages, whenFull));
    }

    private static void append(Buffer buffer, EdgeDevice device, int count) {
        for (int i = 0; i < count; i++) {
            buffer.append(new Reading(device, AT, List.of(new ReadValue("n", i, Quality.GOOD, null, null, null))));
        }
    }

    private static List<Long> numbers(List<BufferedMessage> messages) {
        return messages.stream().map(BufferedMessage::seq).toList();
    }

    private static List<Long> ids(List<BufferedMessage> messages) {
        return messages.stream().map(BufferedMessage::id).toList();
    }

    @Test
    void numbers_count_per_device_and_go_on_after_a_restart_under_the_same_boot() {
        String boot;
        try (Buffer buffer = open(100, WhenFull.DROP_OLDEST)) {
            boot = buffer.figures().boot();
            append(buffer, boiler, 2);
            append(buffer, meter, 1);
            buffer.acknowledged(boiler, ids(buffer.take(boiler, 10)));
        }
        try (Buffer buffer = open(100, WhenFull.DROP_OLDEST)) {
            append(buffer, boiler, 1);
            append(buffer, meter, 1);
            assertThat(numbers(buffer.take(boiler, 10))).containsExactly(2L);
            assertThat(numbers(buffer.take(meter, 10))).containsExactly(0L, 1L);
            assertThat(buffer.figures()).isEqualTo(new BufferFigures(boot, 3, 2, 0, 0));
        }
    }

    @Test
    void what_was_taken_is_not_taken_twice_until_the_connection_is_gone() {
        try (Buffer buffer = open(100, WhenFull.DROP_OLDEST)) {
            append(buffer, boiler, 5);
            List<BufferedMessage> first = buffer.take(boiler, 3);
            assertThat(numbers(first)).containsExactly(0L, 1L, 2L);
            assertThat(numbers(buffer.take(boiler, 3))).containsExactly(3L, 4L);
            buffer.acknowledged(boiler, ids(first.subList(0, 1)));
            buffer.release(boiler);
            assertThat(numbers(buffer.take(boiler, 10))).containsExactly(1L, 2L, 3L, 4L);
        }
    }

    @Test
    void drop_oldest_leaves_a_gap_counts_it_for_good_and_spares_what_is_in_flight() {
        try (Buffer buffer = open(4, WhenFull.DROP_OLDEST)) {
            append(buffer, boiler, 4);
            List<BufferedMessage> inFlight = buffer.take(boiler, 1);
            append(buffer, boiler, 2);
            assertThat(numbers(buffer.take(boiler, 10))).containsExactly(3L, 4L, 5L);
            buffer.acknowledged(boiler, ids(inFlight));
            assertThat(buffer.figures().dropped()).isEqualTo(2);
            assertThat(buffer.figures().buffered()).isEqualTo(3);
        }
        try (Buffer buffer = open(4, WhenFull.DROP_OLDEST)) {
            assertThat(buffer.figures().dropped()).isEqualTo(2);
        }
    }

    @Test
    void stop_reading_asks_for_a_pause_but_stores_what_was_already_read() {
        try (Buffer buffer = open(2, WhenFull.STOP_READING)) {
            append(buffer, boiler, 2);
            assertThat(buffer.hasRoom()).isFalse();
            append(buffer, boiler, 1);
            List<BufferedMessage> all = buffer.take(boiler, 10);
            assertThat(numbers(all)).containsExactly(0L, 1L, 2L);
            buffer.acknowledged(boiler, ids(all));
            assertThat(buffer.hasRoom()).isTrue();
        }
    }

    @Test
    void the_message_is_the_one_the_ingress_expects() {
        try (Buffer buffer = open(10, WhenFull.DROP_OLDEST)) {
            buffer.append(new Reading(
                    boiler,
                    AT,
                    List.of(
                            new ReadValue("t", new BigDecimal("1E+2"), Quality.GOOD, AT.minusSeconds(1), "°C", null),
                            ReadValue.missing("p", null, "bar", "Bad_SensorFailure"))));
            String text = new String(buffer.take(boiler, 1).getFirst().payload(), StandardCharsets.UTF_8);
            assertThat(text)
                    .isEqualTo(
                            "{\"boot\":\"" + buffer.figures().boot()
                                    + "\",\"seq\":0,\"at\":\"2026-11-20T10:00:00.123Z\",\"values\":["
                                    + "{\"name\":\"t\",\"value\":100,\"quality\":\"GOOD\",\"at\":\"2026-11-20T10:00:59.123Z\",\"unit\":\"°C\"},"
                                            .replace("10:00:59", "09:59:59")
                                    + "{\"name\":\"p\",\"value\":null,\"quality\":\"BAD\",\"unit\":\"bar\",\"status\":\"Bad_SensorFailure\"}]}");
        }
    }

    @Test
    void a_second_bridge_on_the_same_file_is_refused() {
        try (Buffer buffer = open(10, WhenFull.DROP_OLDEST)) {
            append(buffer, boiler, 1);
            assertThatExceptionOfType(ReadingNotStored.class)
                    .isThrownBy(() -> open(10, WhenFull.DROP_OLDEST))
                    .withMessageContaining("buffer.db is in use by another process");
        }
    }

    @Test
    void a_file_that_is_no_buffer_is_refused_with_its_name() throws Exception {
        Files.writeString(folder.resolve("buffer.db"), "this is no database at all, only text of some length");
        assertThatExceptionOfType(ReadingNotStored.class)
                .isThrownBy(() -> open(10, WhenFull.DROP_OLDEST))
                .withMessageContaining("buffer.db cannot be used");
    }
}
