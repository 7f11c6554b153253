package io.devicetrail.commandside.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionDeprecated;
import io.devicetrail.domain.rollout.DeviceTrait;
import io.devicetrail.domain.rollout.MaintenanceWindow;
import io.devicetrail.domain.rollout.Prerequisites;
import io.devicetrail.domain.rollout.RecentFailures;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanRevised;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rollout.RolloutTerms;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.signature.RecordContents;
import io.devicetrail.domain.signature.RecordContents.Content;
import io.devicetrail.domain.signature.RecordContents.Entry;
import io.devicetrail.domain.signature.RecordContents.Field;
import io.devicetrail.domain.signature.RecordVersions.Version;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a record is what is hashed of it. */
@Requirement("11.70")
class LoggedContentsTest {
    private final Records log = Records.unsigned();
    private final LoggedContents contents =
            new LoggedContents(new LoggedVersions(log, Records.JSON), log, Records.JSON);

    @Test
    void theEventsUnderTheHashAreToldWithWhoDidThem() {
        log.deprecate(1);
        Content content = contents.of(Records.FIRST_VERSION).orElseThrow();
        assertThat(content.hash()).isEqualTo(log.hash(Records.FIRST_VERSION));
        assertThat(content.entries())
                .extracting(Entry::name)
                .containsExactly("devicemodel.DeviceModelVersionPublished", "devicemodel.DeviceModelVersionDeprecated");
        Entry published = content.entries().getFirst();
        assertThat(published.index()).isEqualTo(4);
        assertThat(published.actor()).isEqualTo("Ben B.");
        assertThat(published.fields()).contains(new Field("version", "1", false));
        assertThat(content.omitted()).isZero();
    }

    @Test
    void aValueInsideOfAnotherIsToldWithItsWay() {
        Entry request = contents.of(Records.REQUEST).orElseThrow().entries().getFirst();
        assertThat(request.fields())
                .contains(
                        new Field("arguments.lot", "9007199254740993", false),
                        new Field("arguments.millilitres", "5", false));
    }

    @Test
    void whatThereIsNotHasNoContent() {
        assertThat(contents.of(SignableRecord.of(SignableKind.DEVICE_MODEL_VERSION, Records.MODEL + ":9")))
                .isEmpty();
    }

    @Test
    void whatIsTooMuchToReadIsCutAndSaidToBe() {
        ToldFields fields = new ToldFields();
        Map<String, Object> many = new TreeMap<>();
        for (int i = 0; i < RecordContents.MOST_FIELDS + 7; i++) {
            many.put("%03d".formatted(i), i);
        }
        many.put("000", "x".repeat(RecordContents.LONGEST_VALUE + 1));
        fields.add("", many);
        assertThat(fields.told()).hasSize(RecordContents.MOST_FIELDS);
        assertThat(fields.omitted()).isEqualTo(7);
        assertThat(fields.told().getFirst())
                .isEqualTo(new Field("000", "x".repeat(RecordContents.LONGEST_VALUE), true));
    }

    /** The bounds of a plan are such that who signs it is shown all of it, after the longest revision too. */
    @Test
    @Requirement("11.50")
    void theLargestRevisionOfARolloutPlanIsToldWhole() {
        RolloutPlan full = new RolloutPlan(
                        "x".repeat(Shape.LONGEST_TEXT),
                        new Release("firmware", "2.1", "0".repeat(64), Release.LARGEST),
                        Records.MODEL,
                        IntStream.rangeClosed(1, RolloutPlan.MOST_NAMED).boxed().toList(),
                        new Cohort(List.of(), List.of(), new TreeMap<>()),
                        IntStream.rangeClosed(1, RolloutPlan.MOST_WAVES)
                                .mapToObj(i -> new Wave(i * 5, Wave.LONGEST_SOAK_MINUTES))
                                .toList(),
                        new StopThresholds(100, Integer.MAX_VALUE),
                        RolloutPlan.MOST_OFFERS_PER_MINUTE,
                        true)
                .on(new RolloutTerms(RolloutTerms.LONGEST_SILENCE_MINUTES))
                .checked();
        log.append(
                Records.PLANNED.toString(),
                new RolloutPlanRevised(Records.PLANNED, Records.ACME, 3, full, full),
                Records.meta("acme", Records.BEN, "Ben B."));
        log.append(
                Records.PLANNED.toString(),
                new RolloutPlanRevised(Records.PLANNED, Records.ACME, 4, full, largestWithWindows(full)),
                Records.meta("acme", Records.BEN, "Ben B."));
        Content content = contents.of(Records.PLAN).orElseThrow();
        assertThat(content.entries().getLast().fields())
                .contains(new Field("to.windows[0]", "mon from 00:30 for 60 min, offers for 30 min", false));
        assertThat(content.entries().getLast().omitted()).isZero();
        assertThat(content.omitted()).isZero();
        Entry largest = content.entries().get(content.entries().size() - 2);
        assertThat(largest.fields()).contains(new Field("to.modelVersions[39]", "40", false));
        assertThat(largest.omitted()).isZero();
        assertThat(largest.fields()).noneMatch(Field::cut);
    }

    private static RolloutPlan largestWithWindows(RolloutPlan full) {
        RecentFailures recent = new RecentFailures(50, 10, 4);
        return new RolloutPlan(
                        full.title(),
                        full.release(),
                        full.model(),
                        full.modelVersions()
                                .subList(RolloutPlan.MOST_WINDOWS + 3 + 2 + 3 + 3 + 3, RolloutPlan.MOST_NAMED),
                        new Cohort(List.of(), List.of(), new TreeMap<>(), List.of(DeviceTrait.values())),
                        Stream.concat(
                                        full.waves().stream().limit(RolloutPlan.MOST_WAVES - 1),
                                        Stream.of(new Wave(100, null, 0, 1, 1, 1, recent)))
                                .toList(),
                        new StopThresholds(100, Integer.MAX_VALUE, recent),
                        full.offersPerMinute(),
                        full.downgradeAllowed(),
                        IntStream.range(0, RolloutPlan.MOST_WINDOWS)
                                .mapToObj(hour -> new MaintenanceWindow(
                                        List.of(DayOfWeek.MONDAY), LocalTime.of(hour, 30), 60, 30))
                                .toList(),
                        new Prerequisites(30, List.of("1.9", "2.0")),
                        full.terms())
                .checked();
    }

    @Test
    void whatAReaderWouldNotSeeIsToldByItsCode() {
        ToldFields fields = new ToldFields();
        fields.add("", Map.of("dose", List.of("\u202e001\u202c mg\u200b")));
        assertThat(fields.told()).containsExactly(new Field("dose[0]", "\\u{202e}001\\u{202c} mg\\u{200b}", false));
    }

    /** Each kind of character that a reader does not see, or sees as nothing. */
    @ParameterizedTest
    @ValueSource(ints = {0x0007, 0x202e, 0x2028, 0x2029, 0xd800, 0xe000, 0x0378})
    void noKindOfUnseenCharacterIsShown(int character) {
        ToldFields fields = new ToldFields();
        String unseen = new String(Character.toChars(character));
        fields.add("", Map.of("na" + unseen + "me", "va" + unseen + "lue"));
        String code = "\\u{" + Integer.toHexString(character) + "}";
        assertThat(fields.told()).containsExactly(new Field("na" + code + "me", "va" + code + "lue", false));
    }

    @Test
    void neitherActorNorReasonHidesAnything() {
        Map<String, Object> metadata = new HashMap<>(Records.meta("acme", Records.BEN, "Ben\u202eB."));
        metadata.put("reason", "be\u200bcause");
        log.append(Records.MODEL.toString(), new DeviceModelVersionDeprecated(Records.MODEL, 1), metadata);
        Entry last = contents.of(Records.FIRST_VERSION).orElseThrow().entries().getLast();
        assertThat(last.actor()).isEqualTo("Ben\\u{202e}B.");
        assertThat(last.reason()).isEqualTo("be\\u{200b}cause");
    }

    @Test
    void ofManyEventsTheFirstAreToldAndHowManyAreNot() {
        for (int events = 0; events < RecordContents.MOST_EVENTS + 2; events++) {
            log.deprecate(1);
        }
        Content content = contents.of(Records.FIRST_VERSION).orElseThrow();
        assertThat(content.entries()).hasSize(RecordContents.MOST_EVENTS);
        assertThat(content.omitted()).isEqualTo(3);
        assertThat(content.hash()).as("of all").isEqualTo(log.hash(Records.FIRST_VERSION));
    }

    @Test
    void ofAnEventWithManyFieldsItIsSaidHowManyAreNotTold() {
        TreeMap<String, Object> arguments = new TreeMap<>();
        for (int i = 0; i < RecordContents.MOST_FIELDS; i++) {
            arguments.put("argument" + i, i);
        }
        CommandId command = CommandId.of(Records.ACME, "ada", "many");
        log.append(
                command.toString(),
                new CommandRequested(command, Records.ACME, Records.PUMP, "dose", arguments, 60),
                Records.meta("acme", Records.BEN, "Ben B."));
        Entry request = contents.of(SignableRecord.of(SignableKind.DEVICE_COMMAND, command.toString()))
                .orElseThrow()
                .entries()
                .getFirst();
        assertThat(request.fields()).hasSize(RecordContents.MOST_FIELDS);
        assertThat(request.omitted()).as("of tenant, device, name and the like").isPositive();
    }

    /** An event between the two looks is under another hash, and not told under this one. */
    @Test
    void whatCameSinceTheHashIsNotTold() {
        Version before =
                new LoggedVersions(log, Records.JSON).of(Records.FIRST_VERSION).orElseThrow();
        log.deprecate(1);
        Content content = new LoggedContents(record -> Optional.of(before), log, Records.JSON)
                .of(Records.FIRST_VERSION)
                .orElseThrow();
        assertThat(content.hash()).isEqualTo(before.hash());
        assertThat(content.entries()).hasSize(1);
        assertThat(content.omitted()).isZero();
    }
}
