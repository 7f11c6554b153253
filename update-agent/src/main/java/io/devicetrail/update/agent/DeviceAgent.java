package io.devicetrail.update.agent;

import io.devicetrail.update.agent.Report.State;
import io.devicetrail.update.metadata.DeviceProfile;
import io.devicetrail.update.metadata.DurableFiles;
import io.devicetrail.update.metadata.SoftwareVersion;
import io.devicetrail.update.metadata.Target;
import io.devicetrail.update.metadata.UpdateRefused;
import io.devicetrail.update.metadata.client.Limits;
import io.devicetrail.update.metadata.client.TrustStore;
import io.devicetrail.update.metadata.client.UpdateClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One device and its updates, all of whose memory is in its directory. Used by one thread at a time.
 *
 * <p>The order of writes: the offer into the journal, the image into the download, the same into the slot that does not
 * run, that slot into the boot record, its self-test's end into the boot record, the end into the journal, and then the
 * report. A cut between any two of them is mended by {@link #start}.
 */
final class DeviceAgent {
    private static final int WHOLE = 100;
    /** A report each so many percent. */
    private static final int STEP = 20;

    /**
     * What is the same for all devices of a process.
     *
     * @param forcedEach bytes of a download after which they are forced to disk
     */
    record Surroundings(
            DurableFiles files,
            HttpServerSide server,
            SelfTest selfTest,
            Clock clock,
            Pause pause,
            long forcedEach,
            Battery battery) {
        /** Of devices that hang on the mains. */
        Surroundings(
                DurableFiles files,
                HttpServerSide server,
                SelfTest selfTest,
                Clock clock,
                Pause pause,
                long forcedEach) {
            this(files, server, selfTest, clock, pause, forcedEach, Battery.NONE);
        }
    }

    /** What the factory says of a device. */
    record Made(String model, int modelVersion, String hardwareRevision) {}

    private final Made made;
    private final Surroundings around;
    private final Slots slots;
    private final BootLoader boot;
    private final Journal journal;
    private final Telling telling;
    private final ImageDownload download;
    private final Allowance allowance;
    private BootLoader.@Nullable Running running;
    private int said;

    DeviceAgent(Path directory, Made made, Surroundings around, Reports reports) throws IOException {
        this.made = made;
        this.around = around;
        slots = new Slots(directory.resolve("slots"), around.files());
        boot = new BootLoader(directory.resolve("boot.json"), slots, around.files());
        journal = new Journal(directory.resolve("journal.json"), around.files());
        telling = new Telling(
                journal, reports, around.clock(), () -> runs().version().text());
        download = new ImageDownload(
                directory.resolve("download"), around.files(), around.server(), around.pause(), around.forcedEach());
        TrustStore trust = new TrustStore(directory.resolve("trust"), around.files());
        allowance =
                new Allowance(new UpdateClient(trust, around.server(), Limits.USUAL, around.clock()), around.pause());
    }

    /**
     * Power on: starts the slot that is to run, and brings to its end what was begun. After any exception of this or of
     * {@link #offer} it may be done again, and goes on from what is on the disk.
     */
    void start() throws IOException {
        running = boot.start();
        settle();
        telling.catchUp();
        Optional<Offer> open = journal.open();
        if (open.isPresent()) {
            resume(open.get());
        }
    }

    /** While nothing else is to do. */
    void idle() throws IOException {
        telling.catchUp();
    }

    Slots.Content runs() {
        return started().content();
    }

    private BootLoader.Running started() {
        if (running == null) {
            throw new IllegalStateException("the device is not started");
        }
        return running;
    }

    /** The same offer any number of times is one update, and each is answered. */
    void offer(byte[] payload) throws IOException {
        mustHaveRoom();
        Offer offer;
        try {
            offer = Wire.offer(payload);
        } catch (Wire.MalformedOffer malformed) {
            JobId job = malformed.job();
            if (job != null && !isOpen(job) && !telling.answered(job)) {
                telling.end(job, State.REFUSED, Code.MALFORMED_OFFER.name(), 0);
            }
            return;
        }
        if (isOpen(offer.job())) {
            resume(journal.open().orElseThrow()); // a full disk had ended it, say: the journal's own word counts
        } else if (!telling.answered(offer.job())) {
            begin(offer);
        }
    }

    private void mustHaveRoom() throws IOException {
        if (journal.isFull()) {
            telling.catchUp();
            if (journal.isFull()) {
                throw new IOException("too many ends are not told yet: no further offer is taken before some are");
            }
        }
    }

    private boolean isOpen(JobId job) {
        return journal.open().filter(each -> each.job().equals(job)).isPresent();
    }

    private void begin(Offer offer) throws IOException {
        Optional<Admission> refused = Admission.refused(
                offer,
                runs(),
                journal.open().isPresent(),
                around.clock().instant(),
                around.battery().percent());
        if (refused.isPresent()) {
            Admission no = refused.get();
            telling.end(offer.job(), no.state(), no.code().name(), no.progress());
        } else {
            journal.begin(offer);
            install(offer);
        }
    }

    /** The power may have been away for longer than the window was open. */
    private void resume(Offer offer) throws IOException {
        Optional<Code> notNow = notNow(offer);
        if (notNow.isPresent()) {
            telling.end(offer.job(), State.FAILED, notNow.get().name(), 0);
        } else {
            install(offer);
        }
    }

    private Optional<Code> notNow(Offer offer) throws IOException {
        return Admission.notNow(
                offer, around.clock().instant(), around.battery().percent());
    }

    private void install(Offer offer) throws IOException {
        said = 0;
        try {
            telling.tell(offer.job(), State.DOWNLOADING, 0);
            Target target = allowance.of(
                    offer,
                    new DeviceProfile(made.model(), made.modelVersion(), made.hardwareRevision(), runs().version()));
            Path image = image(offer, target);
            Slot slot = started().slot().other();
            boot.writing();
            slots.install(slot, image, target);
            Optional<Code> notNow = notNow(offer);
            if (notNow.isPresent()) { // the download may have taken longer than the window, or the battery
                telling.end(offer.job(), State.FAILED, notNow.get().name(), WHOLE);
                return;
            }
            boot.tryNext(slot, offer.job());
            download.forget();
            telling.tell(offer.job(), State.INSTALLED, WHOLE);
            running = boot.start();
            settle();
        } catch (UpdateRefused refused) {
            boolean ofImage = refused.refusal().name().startsWith("TARGET_") && said > 0;
            telling.end(
                    offer.job(),
                    ofImage ? State.FAILED : State.REFUSED,
                    refused.refusal().name(),
                    said);
        } catch (Allowance.Differs differs) {
            telling.end(offer.job(), State.REFUSED, Code.OFFER_DIFFERS.name(), 0);
        } catch (Unreachable given) {
            if (Thread.currentThread().isInterrupted()) {
                return; // the process is being stopped, not the update: the next start goes on
            }
            Code code = said > 0 ? Code.DOWNLOAD_FAILED : Code.METADATA_UNREACHABLE;
            telling.end(offer.job(), State.FAILED, code.name(), said);
        }
    }

    private Path image(Offer offer, Target target) throws IOException {
        said = 1;
        return download.fetch(target, have -> {
            int percent = (int) (have * WHOLE / target.length());
            if (percent >= said + STEP) {
                said = percent;
                telling.tell(offer.job(), State.DOWNLOADING, percent);
            }
        });
    }

    /** After each start: what the boot record says about a trial becomes the end of the job it was for. */
    private void settle() throws IOException {
        if (started().trial()) {
            if (around.selfTest().passes(slots.image(started().slot()), runs().version())) {
                boot.keep();
            } else {
                boot.giveUp(Code.SELF_TEST_FAILED);
                running = boot.start();
            }
        }
        BootRecord record = boot.record();
        BootRecord.GaveUp gaveUp = record.gaveUp();
        if (gaveUp != null && gaveUp.code() == Code.SLOT_DAMAGED) {
            telling.lost(gaveUp.job()); // it may have been verified before
        }
        Optional<Offer> open = journal.open();
        if (open.isEmpty()) {
            return;
        }
        JobId job = open.get().job();
        if (job.text().equals(record.committed())) {
            telling.end(job, State.VERIFIED, null, WHOLE);
        } else if (gaveUp != null && job.text().equals(gaveUp.job())) {
            telling.end(job, State.ROLLED_BACK, gaveUp.code().name(), WHOLE);
        }
    }

    /**
     * Makes a device: its first image, and the root that it will believe. Nothing happens to one that is made already.
     *
     * @param root the first root of the repository, from a channel that is trusted
     */
    static void make(Path directory, DurableFiles files, byte[] root, byte[] image, SoftwareVersion version)
            throws IOException {
        Files.createDirectories(directory);
        Slots slots = new Slots(directory.resolve("slots"), files);
        BootLoader boot = new BootLoader(directory.resolve("boot.json"), slots, files);
        new TrustStore(directory.resolve("trust"), files).begin(root);
        if (!boot.isSetUp()) {
            slots.fill(Slot.a, image, version);
            boot.setUp(Slot.a);
        }
    }
}
