package io.devicetrail.update.agent;

import io.devicetrail.update.metadata.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Starts a slot whose image is whole, and no other. On a real device this part is the boot loader's. */
final class BootLoader {
    /** How often a new slot is started before it is given up. */
    static final int STARTS = 3;

    /** @param trial the slot is new, and not to stay unless its self-test passes */
    record Running(Slot slot, Slots.Content content, boolean trial) {}

    private final Path file;
    private final Slots slots;
    private final DurableFiles files;

    BootLoader(Path file, Slots slots, DurableFiles files) {
        this.file = file;
        this.slots = slots;
        this.files = files;
    }

    boolean isSetUp() {
        return Files.exists(file);
    }

    void setUp(Slot active) throws IOException {
        write(BootRecord.first(active));
    }

    BootRecord record() throws IOException {
        return BootRecord.of(Files.readAllBytes(file));
    }

    private void write(BootRecord record) throws IOException {
        files.replace(file, record.bytes());
    }

    /** The start counts before the slot has run: one that takes the device down is not started for ever. */
    Running start() throws IOException {
        BootRecord.Trial trial = record().trial();
        if (trial != null) {
            Optional<Slots.Content> whole = slots.whole(trial.slot());
            if (trial.startsLeft() > 0 && whole.isPresent()) {
                write(record().trying(new BootRecord.Trial(trial.slot(), trial.job(), trial.startsLeft() - 1)));
                return new Running(trial.slot(), whole.get(), true);
            }
            giveUp(whole.isEmpty() ? Code.SLOT_DAMAGED : Code.DID_NOT_START);
        }
        return startActive();
    }

    private Running startActive() throws IOException {
        Slot active = record().active();
        Optional<Slots.Content> whole = slots.whole(active);
        if (whole.isPresent()) {
            return new Running(active, whole.get(), false);
        }
        Slots.Content other = (record().spare() ? slots.whole(active.other()) : Optional.<Slots.Content>empty())
                .orElseThrow(() -> new IOException(
                        "neither slot has a whole image that was kept once: the device has to be repaired"));
        write(record().movedTo(active.other()));
        return new Running(active.other(), other, false);
    }

    /** Before the slot that does not run is written: from here on it is nothing to fall back to. */
    void writing() throws IOException {
        if (record().spare()) {
            write(record().writing());
        }
    }

    /** The next start tries the slot. This one write is the moment of the update. */
    void tryNext(Slot slot, JobId job) throws IOException {
        write(record().trying(new BootRecord.Trial(slot, job.text(), STARTS)));
    }

    void keep() throws IOException {
        BootRecord record = record();
        if (record.trial() != null) {
            write(record.kept(record.trial()));
        }
    }

    void giveUp(Code why) throws IOException {
        BootRecord record = record();
        if (record.trial() != null) {
            write(record.without(record.trial(), why));
        }
    }
}
