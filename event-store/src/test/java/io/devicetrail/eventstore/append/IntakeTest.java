package io.devicetrail.eventstore.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.devicetrail.eventstore.LogDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private final LogDatabase database = new LogDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aDatabaseThatTakesNoWritesIsSeenAndSeenWellAgainWithoutAnAppend() {
        try (LogWriter writer = new LogWriter(database.owner(), LogWriterSettings.DEFAULT)) {
            assertThat(writer.status().trouble()).isNull();
            assertThat(writer.status().sinceTaken()).isNull();
            writer.append(List.of(Rows.row("a", 0)));
            // Callers are told first.
            await().until(() -> writer.status().sinceTaken() != null);

            database.readOnly(true);
            await().untilAsserted(() -> {
                assertThatThrownBy(() -> writer.append(List.of(Rows.row("b", 0))))
                        .isInstanceOf(LogUnavailableException.class);
                assertThat(writer.status().trouble()).contains("25006", "read-only");
            });
            Intake.Status failing = writer.status();
            assertThat(failing.taken()).isEqualTo(1);
            assertThat(failing.refused()).isPositive();
            assertThat(failing.failing()).isPositive();
            await().until(() -> writer.status().failing().compareTo(Duration.ofSeconds(2)) > 0);

            database.readOnly(false);
            await().until(() -> writer.status().trouble() == null);
            assertThat(writer.status().failing()).isZero();
            assertThat(writer.append(List.of(Rows.row("b", 0)))).isEqualTo(1);
        }
    }

    /** A row at the highest index leaves no room for another, and every change is refused for its index. */
    @Test
    void aLogThatRefusesEveryChangeForWhatIsInItIsInTrouble() {
        try (LogWriter writer = new LogWriter(database.app(), LogWriterSettings.DEFAULT)) {
            writer.append(List.of(Rows.row("a", 0)));
            LogDatabase.execute(
                    database.owner(),
                    "insert into log.event select " + Long.MAX_VALUE
                            + ", aggregate_type, 'far', sequence, 'far', 'far',"
                            + " command_ordinal, name, revision, recorded_at, payload, metadata from log.event");
            for (int tried = 1; tried < Intake.MOST_REFUSED_IN_SUCCESSION; tried++) {
                refused(writer, tried);
            }
            assertThat(writer.status().trouble()).as("a caller's trouble").isNull();
            refused(writer, Intake.MOST_REFUSED_IN_SUCCESSION);
            await().until(() -> writer.status().trouble() != null);
            assertThat(writer.status().trouble()).contains("refused every change");
            assertThat(writer.status().taken()).isEqualTo(1);
            assertThat(writer.status().refused()).isEqualTo(Intake.MOST_REFUSED_IN_SUCCESSION);
        }
    }

    private static void refused(LogWriter writer, int number) {
        assertThatThrownBy(() -> writer.append(List.of(Rows.row("b", number))))
                .isInstanceOf(LogUnavailableException.class)
                .hasMessageContaining("refused the change");
        await().until(() -> writer.status().refused() == number);
    }

    @Test
    void aFullDiskIsOverWhenAnAppendWasTakenAndNotBefore() {
        Intake intake = new Intake();
        intake.failed(1, new SQLException("could not extend file", "53100"));
        assertThat(intake.awaitsTrial()).isFalse();
        intake.took(1);
        assertThat(intake.status(0).trouble()).isNull();

        intake.failed(1, new SQLException("read-only", "25006"));
        assertThat(intake.awaitsTrial()).isTrue();
    }

    @Test
    void whatATrialMetTheNextTrialMayFindOver() {
        Intake intake = new Intake();
        intake.failed(1, new SQLException("no answer", "08006"));
        intake.trialFailed(new SQLException("could not extend file", "53100"));
        assertThat(intake.status(0).trouble()).contains("53100");
        assertThat(intake.status(0).refused()).isEqualTo(1);
        assertThat(intake.awaitsTrial()).isTrue();
    }

    /** Where nobody appends, nothing else would end it. */
    @Test
    void whatOnlyAnAppendTellsIsForgottenWhenNobodyWasRefusedForLong() {
        Duration forgotten = Duration.ofSeconds(1);
        Intake intake = new Intake(forgotten);
        intake.failed(1, new OutOfMemoryError("full"));
        assertThat(intake.status(0).trouble()).contains("OutOfMemoryError", "only a change shows");
        await().until(() -> intake.status(0).failing().toMillis() > 200);
        long refused = System.nanoTime();
        intake.turnedAway();
        await().until(() -> intake.status(0).trouble() == null);
        assertThat(Duration.ofNanos(System.nanoTime() - refused)).isGreaterThan(forgotten);
        assertThat(intake.status(0).failing()).isZero();

        intake.turnedAway();
        assertThat(intake.status(0).trouble()).as("forgotten").isNull();
        intake.failed(1, new SQLException("could not extend file", "53100"));
        assertThat(intake.status(0).failing()).as("begins anew").isLessThan(forgotten);
    }

    @Test
    void aFallBackIsNeverForgottenNorOverByAnotherBatch() {
        Intake intake = new Intake(Duration.ZERO);
        intake.failed(1, new LogFellBackException(3, 1));
        intake.took(1);
        intake.failed(1, new SQLException("no answer", "08006"));
        assertThat(intake.status(0).fellBack()).isTrue();
        assertThat(intake.status(0).trouble()).contains("event 3");
    }

    @Test
    void troubleBeginsWithTheBatchThatWasNotAnswered() {
        Intake intake = new Intake();
        intake.begins();
        await().until(() -> intake.status(0).failing().toMillis() > 100);
        intake.failed(1, new SQLException("no answer", "08006"));
        assertThat(intake.status(0).failing().toMillis()).isGreaterThan(100);
    }
}
