package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.app.instance.Staff;
import io.devicetrail.app.instance.TestIssuer;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.device.DeviceCommand.RegisterDevice;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ModelVersionDeprecated;
import io.devicetrail.domain.enrolment.CertifiedDevice;
import io.devicetrail.domain.enrolment.DeviceCertificates;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.authority.PlatformAuthority;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.common.Registration;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A device goes from one tenant to another. */
@Requirement({"11.10(d)", "11.10(e)"})
class TransferTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String PROCESS = "ownership-transfer";

    private final Enrolling enrolling = Enrolling.shared();
    private final Api api = enrolling.api();
    private final EstClient est = enrolling.est();

    @Test
    void aDeviceGoesFromOneTenantToAnother() {
        Transfers transfers = Transfers.between(api, "transfer-giver", "transfer-taker");
        String former = transfers.giver().registered("T-1");
        KeyPair pair = PlatformAuthority.newKey();
        X509Certificate old = enrolling.enrolled("transfer-giver", former, pair);
        transfers.giver().tag(former, "note", "of the giver");
        DeviceCertificates admission = api.instance().context().getBean(DeviceCertificates.class);
        assertThat(admission.admitted(Enrolling.fingerprint(old))).isPresent();

        String transfer = transfers.offered(former, true);
        JsonNode shown = transfers.shown("transfer-taker", transfer);
        assertThat(shown.path("side").asString()).isEqualTo("RECEIVER");
        assertThat(shown.path("serialNumber").asString()).isEqualTo("T-1");
        assertThat(shown.path("waitingFor").asString()).startsWith("the answer of transfer-taker");
        assertThat(shown.path("offerReason").asString()).isEqualTo("sold with line 3");
        assertThat(api.refused("acceptDeviceTransfer", transfers.acceptance(transfer)))
                .as("who offered it, though of both tenants")
                .isEqualTo("ACCEPTED_BY_OFFERER");

        String next = transfers.accepted(transfer);
        await().atMost(SOON).until(() -> transfers.state(transfer), "COMPLETED"::equals);
        assertThat(next)
                .isEqualTo(DeviceId.of(new TenantId("transfer-taker"), Plant.MAKER, "T-1")
                        .toString());
        assertThat(admission.admitted(Enrolling.fingerprint(old)))
                .as("the certificate of the giver's authority")
                .isEmpty();
        Enrolling.refused(
                est.renew("transfer-giver", pair, old, EstClient.request(pair)), 403, "CERTIFICATE_NOT_ADMITTED");
        assertThat(api.refused("allowDeviceEnrolment", Enrolling.allowance(former)))
                .isEqualTo("DEVICE_ENDED");

        X509Certificate anew = enrolling.enrolled("transfer-taker", next, PlatformAuthority.newKey());
        assertThat(admission.admitted(Enrolling.fingerprint(anew)))
                .contains(new CertifiedDevice(new TenantId("transfer-taker"), DeviceId.parse(next)));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                api.ask("transfersOfDevice", Map.of("id", next)).toString())
                        .contains("\"lifeCycle\":\"ENROLLED\"", former, "\"side\":\"RECEIVER\""));
        bothTrailsShowBothPeople(former, next);
    }

    private void bothTrailsShowBothPeople(String former, String next) {
        await().atMost(SOON).untilAsserted(() -> {
            String giving = api.auditTrail("transfer-giver", former).toString();
            String taking = api.auditTrail("transfer-taker", next).toString();
            assertThat(List.of(giving, taking))
                    .allSatisfy(trail -> assertThat(trail)
                            .contains("transfer.DeviceTransferOffered", "sold with line 3", "The site-engineer")
                            .contains(
                                    "transfer.DeviceTransferAccepted",
                                    "bought with line 3",
                                    "The taker-of-transfer-taker")
                            .contains("transfer.DeviceTransferCompleted", "not shown"));
            assertThat(giving).contains("HANDED_OVER").doesNotContain("\"field\":\"transfer site\"");
        });
    }

    @Test
    void theSharedHistoryIsReadUpToTheHandOver() {
        Transfers transfers = Transfers.between(api, "history-giver", "history-taker");
        String shared = transfers.giver().registered("T-1");
        String kept = transfers.giver().registered("T-2");
        for (String device : List.of(shared, kept)) {
            transfers.giver().tag(device, "note", "of the giver");
            String transfer = transfers.offered(device, device.equals(shared));
            transfers.accepted(transfer);
            await().atMost(SOON).until(() -> transfers.state(transfer), "COMPLETED"::equals);
        }
        String reader = "reader-of-history-taker";
        Staff staff = new Staff(api.graphql());
        staff.register(reader);
        staff.grant(reader, "history-taker", Role.AUDITOR);
        String token = TestIssuer.shared().token(reader);
        assertThat(trail(token, shared).toString()).contains("of the giver", "HANDED_OVER");
        assertThat(trail(token, kept)).isEmpty();
        assertThat(trail(Cast.AUDITOR.token(), kept))
                .as("control: the giver's own")
                .isNotEmpty();
    }

    private JsonNode trail(String token, String device) {
        Map<String, Object> variables =
                Map.of("tenant", "history-giver", "record", device, "first", 1000, "after", api.head());
        return api.answer(token, "questions", "auditTrail", variables).at("/data/auditTrail/edges");
    }

    @Test
    void anOfferThatIsNotAcceptedChangesNothing() {
        Transfers transfers = Transfers.between(api, "offer-giver", "offer-taker");
        String device = transfers.giver().registered("T-1");
        String declined = transfers.offered(device, false);
        assertThat(api.refused("offerDeviceTransfer", transfers.offer(device, false)))
                .as("one that waits for its answer")
                .isEqualTo("TRANSFER_ALREADY_OFFERED");
        api.done("declineDeviceTransfer", Map.of("transfer", declined, "reason", "no use for it"));
        await().atMost(SOON).until(() -> transfers.state(declined), "DECLINED"::equals);
        String withdrawn = transfers.offered(device, false);
        api.done("withdrawDeviceTransfer", Map.of("transfer", withdrawn, "reason", "needed here"));
        assertThat(transfers.code(transfers.accept(withdrawn))).isEqualTo("TRANSFER_ANSWERED");
        await().atMost(SOON).until(() -> transfers.state(withdrawn), "WITHDRAWN"::equals);
        transfers.receiver().registered("T-1");
        String taken = transfers.offered(device, false);
        assertThat(transfers.code(transfers.accept(taken))).isEqualTo("SERIAL_NUMBER_TAKEN");
        Map<String, Object> toItself = new HashMap<>(transfers.offer(device, false));
        toItself.put("receiver", "offer-giver");
        assertThat(api.refused("offerDeviceTransfer", toItself)).isEqualTo("MALFORMED_INPUT");
        assertThat(api.ask("device", Map.of("id", device)).path("lifeCycle").asString())
                .isEqualTo("REGISTERED");
    }

    @Test
    void anOfferThatNobodyAnswersLapses() {
        Transfers transfers = Transfers.between(api, "lapse-giver", "lapse-taker");
        Map<String, Object> soon =
                new HashMap<>(transfers.offer(transfers.giver().registered("T-1"), false));
        soon.put("until", Instant.now().plusSeconds(1).toString());
        String transfer =
                api.done("offerDeviceTransfer", soon).at("/transfer/transferId").asString();
        await().atMost(SOON).until(() -> transfers.state(transfer), "LAPSED"::equals);
        assertThat(transfers.code(transfers.accept(transfer))).isEqualTo("TRANSFER_ANSWERED");
        assertThat(transfers.shown("lapse-taker", transfer).path("waitingFor").isNull())
                .isTrue();
    }

    /** A refusal of the receiver's registry in the moment between: the device is nobody's, and both can read that. */
    @Test
    void whatTheReceiversRegistryRefusesIsAcceptedAgain() {
        Transfers transfers = Transfers.between(api, "stuck-giver", "stuck-taker");
        String device = transfers.giver().registered("T-1");
        String transfer = transfers.offered(device, false);
        AtomicBoolean refused = new AtomicBoolean();
        CommandBus bus = api.instance().context().getBean(CommandBus.class);
        String next;
        try (Registration ignored = bus.registerHandlerInterceptor((work, chain) -> {
            if (work.getMessage().getPayload() instanceof RegisterDevice c
                    && c.tenant().value().equals("stuck-taker")
                    && refused.compareAndSet(false, true)) {
                ModelVersionDeprecated why = new ModelVersionDeprecated(1);
                throw new CommandExecutionException(why.code(), null, why);
            }
            return chain.proceed();
        })) {
            next = transfers.accepted(transfer);
            await().atMost(SOON).until(() -> transfers.state(transfer), "HELD_UP"::equals);
        }
        assertThat(transfers.shown("stuck-taker", transfer).path("waitingFor").asString())
                .contains("MODEL_VERSION_DEPRECATED", "no tenant has it meanwhile");
        assertThat(transfers.shown("stuck-giver", transfer).path("waitingFor").asString())
                .contains("stuck-taker to accept it again")
                .doesNotContain("MODEL_VERSION");
        assertThat(transfers.accepted(transfer)).isEqualTo(next);
        await().atMost(SOON).until(() -> transfers.state(transfer), "COMPLETED"::equals);
        assertTakenOnce(transfers, device, next);
    }

    @Test
    void theFirstOfTwoAcceptedOffersHasTheDevice() {
        Transfers first = Transfers.between(api, "twice-giver", "twice-first");
        String device = first.giver().registered("T-1");
        Transfers others = Transfers.between(api, "twice-nobody", "twice-second");
        Transfers second = new Transfers(api, first.giver(), others.receiver(), others.taker());
        String one = first.offered(device, false);
        String other = second.offered(device, false);
        first.accepted(one);
        await().atMost(SOON).until(() -> first.state(one), "COMPLETED"::equals);
        assertThat(second.code(second.accept(other))).isEqualTo("DEVICE_ENDED");
    }

    /** The real processor, log and aggregates: a step fails once, before the log has it or after, and is asked for anew. */
    @ParameterizedTest(name = "{0}, stored {1}")
    @CsvSource({
        "HandOverDevice, false",
        "HandOverDevice, true",
        "RegisterDevice, false",
        "RegisterDevice, true",
        "CompleteDeviceTransfer, false",
        "CompleteDeviceTransfer, true"
    })
    void aStepThatFailsIsTakenOnceAllTheSame(String step, boolean stored) {
        String name = step.toLowerCase(Locale.ROOT).substring(0, 8) + (stored ? "-s" : "-n");
        Transfers transfers = Transfers.between(api, name + "-giver", name + "-taker");
        String device = transfers.giver().registered("T-1");
        String transfer = transfers.offered(device, false);
        AtomicBoolean failed = new AtomicBoolean();
        CommandBus bus = api.instance().context().getBean(CommandBus.class);
        try (Registration ignored = bus.registerHandlerInterceptor((work, chain) -> {
            CommandMessage<?> command = work.getMessage();
            boolean hit = command.getPayloadType().getSimpleName().equals(step)
                    && PROCESS.equals(command.getMetaData().get("actorId"))
                    && failed.compareAndSet(false, true);
            if (hit && !stored) {
                throw new IllegalStateException("as if the node had died before " + step);
            }
            if (hit) {
                work.afterCommit(done -> {
                    throw new IllegalStateException("as if the node had died after " + step);
                });
            }
            return chain.proceed();
        })) {
            String next = transfers.accepted(transfer);
            await().atMost(SOON).until(() -> transfers.state(transfer), "COMPLETED"::equals);
            assertThat(failed).isTrue();
            assertTakenOnce(transfers, device, next);
            afterAnotherReadingOfTheWholeLog(() -> assertTakenOnce(transfers, device, next));
        }
    }

    private void assertTakenOnce(Transfers transfers, String device, String next) {
        String giver = transfers.giver().tenant();
        String receiver = transfers.receiver().tenant();
        assertThat(events(giver, device, "device.DeviceHandedOver")).isOne();
        assertThat(events(receiver, next, "device.DeviceRegistered")).isOne();
        assertThat(events(giver, device, "transfer.DeviceTransferCompleted")).isOne();
        assertThat(events(receiver, next, "transfer.DeviceTransferCompleted")).isOne();
    }

    private long events(String tenant, String record, String event) {
        return api.auditTrail(tenant, record)
                .valueStream()
                .map(edge -> edge.path("node"))
                .filter(node -> node.path("event").asString().equals(event))
                .map(node -> node.path("index").asLong())
                .distinct()
                .count();
    }

    /** What a lost token comes to: the process sees every acceptance of the log again. */
    private void afterAnotherReadingOfTheWholeLog(Runnable check) {
        TrackingEventProcessor process = api.instance()
                .context()
                .getBean(EventProcessingConfiguration.class)
                .eventProcessor(PROCESS, TrackingEventProcessor.class)
                .orElseThrow();
        process.shutDown();
        TokenStore tokens = api.instance().context().getBean(TokenStore.class);
        TransactionManager transactions = api.instance().context().getBean(TransactionManager.class);
        transactions.executeInTransaction(() -> {
            tokens.fetchToken(PROCESS, 0);
            tokens.storeToken(new GlobalSequenceTrackingToken(-1), PROCESS, 0);
            tokens.releaseClaim(PROCESS, 0);
        });
        process.start();
        long head = api.head();
        await().atMost(SOON)
                .until(() -> process.processingStatus().values().stream()
                        .allMatch(segment -> segment.getCurrentPosition().orElse(-1) >= head));
        check.run();
    }
}
