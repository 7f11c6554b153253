package io.devicetrail.update.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.update.agent.Report.State;
import io.devicetrail.update.metadata.DurableFiles;
import io.devicetrail.update.metadata.Refusal;
import io.devicetrail.update.metadata.SoftwareVersion;
import io.devicetrail.update.metadata.Target;
import io.devicetrail.update.metadata.TestRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceAgentTest {

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void begin() throws IOException {
        bench = new Bench();
    }

    @AfterEach
    void end() {
        bench.close();
    }

    private void ended(State state, @Nullable String code) {
        assertThat(bench.last().state()).isEqualTo(state);
        assertThat(bench.last().code()).isEqualTo(code);
    }

    private void oldImageRuns(DeviceAgent agent) {
        assertThat(agent.runs().sha256()).isEqualTo(bench.oldSha256());
        assertThat(bench.last().version()).isEqualTo(Bench.OLD_VERSION);
    }

    @Test
    void an_offer_is_downloaded_installed_and_verified_after_the_restart() throws IOException {
        DeviceAgent agent = bench.device(folder);
        agent.offer(bench.offer());
        assertThat(bench.reports)
                .extracting(Report::state)
                .startsWith(State.DOWNLOADING)
                .containsSubsequence(State.DOWNLOADING, State.INSTALLED, State.VERIFIED)
                .doesNotContain(State.FAILED);
        assertThat(bench.reports.getFirst().version()).isEqualTo(Bench.OLD_VERSION);
        assertThat(bench.last().version()).isEqualTo("2.1.0");
        assertThat(agent.runs().sha256()).isEqualTo(bench.target.sha256());
        assertThat(folder.resolve("download/image.part")).doesNotExist();
    }

    @Test
    void the_same_offer_twice_is_one_update_and_is_answered_twice() throws IOException {
        AtomicInteger tested = new AtomicInteger();
        bench.selfTest = (image, version) -> tested.incrementAndGet() > 0;
        DeviceAgent agent = bench.device(folder);
        agent.offer(bench.offer());
        Report first = bench.last();
        bench.reports.clear();
        agent.offer(bench.offer());
        assertThat(bench.reports).containsExactly(first);
        assertThat(tested).hasValue(1);
        assertThat(bench.server.asked).hasSize(1);
    }

    @Test
    void an_older_attempt_is_answered_by_what_is_known() throws IOException {
        DeviceAgent agent = bench.device(folder);
        agent.offer(bench.offer(3, ""));
        Report known = bench.last();
        bench.reports.clear();
        agent.offer(bench.offer(2, ""));
        assertThat(bench.reports).containsExactly(known);
    }

    @Test
    void a_new_attempt_at_what_runs_already_is_verified_without_a_download() throws IOException {
        DeviceAgent agent = bench.device(folder);
        agent.offer(bench.offer(1, ""));
        agent.offer(bench.offer(2, ""));
        ended(State.VERIFIED, "ALREADY_RUNNING");
        assertThat(bench.server.asked).hasSize(1);
    }

    @Test
    void an_image_that_fails_its_self_test_is_taken_back() throws IOException {
        bench.selfTest = (image, version) -> false;
        DeviceAgent agent = bench.device(folder);
        agent.offer(bench.offer());
        ended(State.ROLLED_BACK, "SELF_TEST_FAILED");
        oldImageRuns(agent);
    }

    /** Each start ends in the self-test, as of an image that takes the device down. */
    @Test
    void an_image_that_never_comes_to_its_self_test_is_started_three_times() throws IOException {
        bench.selfTest = (image, version) -> {
            throw new IllegalStateException("the image has taken the device down");
        };
        DeviceAgent agent = bench.device(folder);
        assertThatThrownBy(() -> agent.offer(bench.offer())).isInstanceOf(IllegalStateException.class);
        for (int starts = 1; starts < BootLoader.STARTS; starts++) {
            DeviceAgent again = bench.agent(folder, DurableFiles.onDisk());
            assertThatThrownBy(again::start).isInstanceOf(IllegalStateException.class);
        }
        DeviceAgent last = bench.agent(folder, DurableFiles.onDisk());
        last.start();
        ended(State.ROLLED_BACK, "DID_NOT_START");
        oldImageRuns(last);
    }

    /** THREAT.MFST.TOCTOU: between its check and its start the image is altered in its slot. */
    @Test
    void a_slot_that_is_altered_after_the_check_is_not_started() throws IOException {
        bench.selfTest = (image, version) -> {
            throw new IllegalStateException("power");
        };
        DeviceAgent agent = bench.device(folder);
        assertThatThrownBy(() -> agent.offer(bench.offer())).isInstanceOf(IllegalStateException.class);
        Path slot = folder.resolve("slots/b/image");
        byte[] altered = Files.readAllBytes(slot);
        altered[1000] ^= 1;
        Files.write(slot, altered);
        DeviceAgent again = bench.agent(folder, DurableFiles.onDisk());
        again.start();
        ended(State.ROLLED_BACK, "SLOT_DAMAGED");
        oldImageRuns(again);
    }

    @Test
    void a_device_whose_own_slot_is_damaged_starts_the_other_one() throws IOException {
        DeviceAgent agent = bench.device(folder);
        agent.offer(bench.offer());
        Files.write(folder.resolve("slots/b/image"), new byte[3]);
        DeviceAgent again = bench.agent(folder, DurableFiles.onDisk());
        again.start();
        assertThat(again.runs().sha256()).isEqualTo(bench.oldSha256());
    }

    @Test
    void an_earlier_version_is_refused_unless_the_offer_allows_it() throws IOException {
        byte[] older = "2.0.0".getBytes(StandardCharsets.UTF_8);
        Target target = TestRepository.target("hc2a/2.0.0.bin", "2.0.0", older);
        bench.repository.publish(target);
        bench.server.serve(target, older);
        DeviceAgent agent = bench.device(folder);
        agent.offer(Bench.offer(target, 1, ""));
        ended(State.REFUSED, "DOWNGRADE");
        agent.offer(Bench.offer(target, 2, ",\"downgradeAllowed\":true"));
        assertThat(bench.last().state()).isEqualTo(State.VERIFIED);
        assertThat(bench.last().version()).isEqualTo("2.0.0");
    }

    /** The clock stands at Monday, 08:00 UTC, 09:00 in Vienna. */
    @ParameterizedTest
    @CsvSource({"mon, 09:00, 10:00, VERIFIED", "tue, 09:00, 10:00, REFUSED", "mon, 08:00, 09:00, REFUSED"})
    void outside_its_windows_an_offer_is_refused(String day, String from, String to, State state) throws IOException {
        DeviceAgent agent = bench.device(folder);
        agent.offer(bench.offer(
                1,
                ",\"windows\":[{\"days\":[\"%s\"],\"from\":\"%s\",\"to\":\"%s\",\"zone\":\"Europe/Vienna\"}]"
                        .formatted(day, from, to)));
        ended(state, state == State.REFUSED ? "OUTSIDE_WINDOW" : null);
    }

    @Test
    void a_window_that_ends_during_the_download_ends_the_update_before_the_restart() throws IOException {
        bench.server.breaksAfter = 200_000;
        DeviceAgent agent = new DeviceAgent(
                made(),
                Bench.MADE,
                new DeviceAgent.Surroundings(
                        DurableFiles.onDisk(),
                        new HttpServerSide(bench.http, bench.server.address(), Duration.ofSeconds(9)),
                        (image, version) -> true,
                        bench.repository.clock,
                        time -> bench.repository.clock.pass(Duration.ofHours(2)),
                        100_000),
                bench.reports::add);
        agent.start();
        agent.offer(bench.offer(
                1, ",\"windows\":[{\"days\":[\"mon\"],\"from\":\"08:00\",\"to\":\"09:00\",\"zone\":\"UTC\"}]"));
        ended(State.FAILED, "OUTSIDE_WINDOW");
        oldImageRuns(agent);
    }

    /** The power was away for longer than the window was open. */
    @Test
    void a_window_that_ends_while_the_power_is_away_ends_the_update_before_anything_is_fetched() throws IOException {
        bench.make(folder);
        Journal journal = new Journal(folder.resolve("journal.json"), DurableFiles.onDisk());
        journal.begin(Wire.offer(bench.offer(
                1, ",\"windows\":[{\"days\":[\"mon\"],\"from\":\"08:00\",\"to\":\"09:00\",\"zone\":\"UTC\"}]")));
        bench.repository.clock.pass(Duration.ofHours(2));
        DeviceAgent agent = bench.agent(folder, DurableFiles.onDisk());
        agent.start();
        ended(State.FAILED, "OUTSIDE_WINDOW");
        oldImageRuns(agent);
        assertThat(bench.server.asked).isEmpty();
    }

    @Test
    void an_offer_as_long_as_one_may_be_does_not_keep_the_device_from_its_next_start() throws IOException {
        String name = "x".repeat(Offer.LONGEST_BYTES - bench.offer().length - 1);
        byte[] longest = new String(bench.offer(), StandardCharsets.UTF_8)
                .replace("hc2a-firmware", name)
                .getBytes(StandardCharsets.UTF_8);
        DeviceAgent agent = bench.device(folder);
        agent.offer(longest);
        ended(State.REFUSED, "MALFORMED_OFFER");
        bench.agent(folder, DurableFiles.onDisk()).start();
    }

    private Path made() throws IOException {
        bench.make(folder);
        return folder;
    }

    /** The old version is 2.0.3, and 2.0.3.0 the same place in the order. */
    @ParameterizedTest
    @CsvSource({"2.0.3, VERIFIED", "2.0.3.0, VERIFIED", "2.0, REFUSED", "2.0.4, REFUSED"})
    void a_device_takes_it_from_the_versions_that_the_offer_names(String from, State state) throws IOException {
        DeviceAgent agent = bench.device(folder);
        agent.offer(bench.offer(1, ",\"prerequisites\":{\"fromVersions\":[\"7\",\"%s\"]}".formatted(from)));
        ended(state, state == State.REFUSED ? "FROM_OTHER_VERSION" : null);
    }

    @ParameterizedTest
    @CsvSource({"30, VERIFIED", "29, REFUSED", ", VERIFIED"})
    void a_battery_that_is_too_low_refuses_and_none_is_none(@Nullable Integer percent, State state) throws IOException {
        bench.battery = percent == null ? OptionalInt.empty() : OptionalInt.of(percent);
        DeviceAgent agent = bench.device(folder);
        agent.offer(bench.offer(1, ",\"prerequisites\":{\"leastBatteryPercent\":30}"));
        ended(state, state == State.REFUSED ? "BATTERY_LOW" : null);
    }

    /** What it was asked is remembered with the offer, and asked again when the power is back. */
    @Test
    void a_battery_that_runs_low_while_the_power_is_away_ends_the_update() throws IOException {
        bench.make(folder);
        Journal journal = new Journal(folder.resolve("journal.json"), DurableFiles.onDisk());
        journal.begin(Wire.offer(
                bench.offer(1, ",\"prerequisites\":{\"leastBatteryPercent\":30,\"fromVersions\":[\"2.0.3\"]}")));
        assertThat(new Journal(folder.resolve("journal.json"), DurableFiles.onDisk())
                        .open()
                        .orElseThrow()
                        .prerequisites())
                .isEqualTo(new Prerequisites(30, List.of(SoftwareVersion.of("2.0.3"))));
        bench.battery = OptionalInt.of(29);
        DeviceAgent agent = bench.agent(folder, DurableFiles.onDisk());
        agent.start();
        ended(State.FAILED, "BATTERY_LOW");
        oldImageRuns(agent);
    }

    @Test
    void a_battery_is_read_from_its_file() throws IOException {
        Path file = folder.resolve("capacity");
        Files.writeString(file, "87\n");
        assertThat(Battery.in(file).percent()).hasValue(87);
        Files.writeString(file, "full");
        assertThatThrownBy(() -> Battery.in(file).percent()).isInstanceOf(IOException.class);
    }

    @Test
    void an_offer_that_comes_after_its_end_is_refused() throws IOException {
        DeviceAgent agent = bench.device(folder);
        agent.offer(bench.offer(1, ",\"notAfter\":\"2026-11-23T08:00:00Z\""));
        ended(State.REFUSED, "OFFER_EXPIRED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"target\":7}",
                ",\"windows\":[{\"days\":[\"someday\"]}]",
                ",\"notAfter\":\"tomorrow\"",
                ",\"windows\":\"never\"",
                ",\"prerequisites\":null",
                ",\"prerequisites\":[]",
                ",\"prerequisites\":{\"leastBatteryPercent\":\"30\"}",
                ",\"prerequisites\":{\"leastBatteryPercent\":0}",
                ",\"prerequisites\":{\"fromVersions\":\"2.0\"}",
                ",\"prerequisites\":{\"fromVersions\":[\"two\"]}",
                ",\"windows\":null",
                ",\"windows\":{}",
                ",\"windows\":[{\"days\":\"mon\",\"from\":\"00:00\",\"to\":\"00:00\",\"zone\":\"UTC\"}]",
                ",\"windows\":[{\"days\":[\"mon\"],\"from\":\"08:00\",\"to\":\"09:00\",\"zone\":\"Nowhere/Else\"}]"
            })
    void an_offer_that_cannot_be_read_is_refused_by_its_job_or_not_at_all(String more) throws IOException {
        DeviceAgent agent = bench.device(folder);
        agent.offer(bench.offer(1, more));
        if (more.startsWith(",\"target\"")) {
            assertThat(bench.reports).isEmpty();
        } else {
            ended(State.REFUSED, "MALFORMED_OFFER");
        }
        agent.offer("[]".getBytes(StandardCharsets.UTF_8));
        agent.offer(new byte[Offer.LONGEST_BYTES + 1]);
        oldImage(agent);
    }

    private void oldImage(DeviceAgent agent) {
        assertThat(agent.runs().sha256()).isEqualTo(bench.oldSha256());
    }

    /** THREAT.MFST.OVERRIDE: the offer is not signed, so it has no say over what is. */
    @Test
    void an_offer_that_says_something_else_than_the_metadata_is_refused() throws IOException {
        Target other = TestRepository.target(Bench.PATH, "2.2.0", bench.image);
        DeviceAgent agent = bench.device(folder);
        agent.offer(Bench.offer(other, 1, ""));
        ended(State.REFUSED, "OFFER_DIFFERS");
        oldImageRuns(agent);
    }

    @Test
    void what_the_metadata_refuses_is_reported_by_its_code() throws IOException {
        DeviceAgent agent = bench.device(folder);
        bench.repository.clock.pass(Duration.ofDays(1));
        agent.offer(bench.offer());
        ended(State.REFUSED, Refusal.TIMESTAMP_EXPIRED.name());
        oldImageRuns(agent);
    }

    @Test
    void an_image_for_other_hardware_is_refused() throws IOException {
        bench.make(folder);
        DeviceAgent agent = new DeviceAgent(
                folder,
                new DeviceAgent.Made("hc2a", 2, "A"),
                new DeviceAgent.Surroundings(
                        DurableFiles.onDisk(),
                        new HttpServerSide(bench.http, bench.server.address(), Duration.ofSeconds(9)),
                        (image, version) -> true,
                        bench.repository.clock,
                        time -> {},
                        100_000),
                bench.reports::add);
        agent.start();
        agent.offer(bench.offer());
        ended(State.REFUSED, Refusal.WRONG_HARDWARE.name());
        assertThat(bench.server.asked).isEmpty();
    }

    @Test
    void a_last_report_that_was_not_taken_is_sent_at_the_next_start_and_then_no_more() throws IOException {
        bench.platformAway = true;
        DeviceAgent agent = bench.device(folder);
        agent.offer(bench.offer());
        bench.platformAway = false;
        bench.agent(folder, DurableFiles.onDisk()).start();
        assertThat(bench.reports).extracting(Report::state).isEqualTo(List.of(State.VERIFIED));
        bench.agent(folder, DurableFiles.onDisk()).start();
        assertThat(bench.reports).hasSize(1);
    }

    @Test
    void a_server_that_cannot_be_reached_fails_the_offer_after_some_attempts() throws IOException {
        DeviceAgent agent = bench.device(folder);
        bench.server.status = 503;
        agent.offer(bench.offer());
        ended(State.FAILED, "METADATA_UNREACHABLE");
    }
}
