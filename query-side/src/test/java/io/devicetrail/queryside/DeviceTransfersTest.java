package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.transfer.OpenOffers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;

/** Transfers as each side sees them, and what a receiver may read of a device's former life. */
@QuerySideInstance
@Requirement({"11.10(d)", "11.10(e)"})
@NullUnmarked // what is missing fails the test anyway
class DeviceTransfersTest {
    private static final Grant GIVERS_AUDITOR = new Grant(TransferHistory.SELLER, null, Role.AUDITOR);
    private static final Grant TAKERS_AUDITOR = new Grant(TransferHistory.TAKER, null, Role.AUDITOR);

    @Autowired
    LogOfTests log;

    @Autowired
    AuthoritiesOfTests authorities;

    @Autowired
    Asking asking;

    @Autowired
    OpenOffers offers;

    @BeforeEach
    void history() {
        if (log.head() < 0) {
            History.write(log);
            log.project(0);
        }
    }

    @Test
    void eachSideSeesItsOwnRecord() {
        String question = """
                { deviceTransfer(tenant: "%s", id: "%s") { side tenant giver receiver deviceId state shareHistory cause
                    waitingFor offeredBy offerReason answeredBy answerReason } }""";
        assertThat(answer(TAKERS_AUDITOR, question.formatted("taker", TransferHistory.HELD_UP)))
                .contains("side=RECEIVER, tenant=taker, giver=seller, receiver=taker", "state=HELD_UP")
                .contains("cause=MODEL_VERSION_DEPRECATED", "refused with MODEL_VERSION_DEPRECATED")
                .contains("offeredBy=Ada L., offerReason=sold with the line, answeredBy=Ada L.");
        assertThat(answer(GIVERS_AUDITOR, question.formatted("seller", TransferHistory.HELD_UP)))
                .contains("side=GIVER", "state=HELD_UP", "waitingFor=taker to accept it again: no tenant")
                .contains("cause=null");
        assertThat(answer(GIVERS_AUDITOR, question.formatted("taker", TransferHistory.HELD_UP)))
                .as("the other side's record")
                .isEqualTo("{deviceTransfer=null}");
        assertThat(answer(
                        new Grant(History.OTHER, null, Role.AUDITOR),
                        question.formatted("seller", TransferHistory.HELD_UP)))
                .isEqualTo("{deviceTransfer=null}");
    }

    @Test
    void theListIsInTheOrderOfTheOffersWithWhatEachWaitsFor() {
        String question = "{ deviceTransfers(tenant: \"%s\") { edges { node { state } } } }";
        assertThat(answer(GIVERS_AUDITOR, question.formatted("seller")))
                .isEqualTo("{deviceTransfers={edges=[{node={state=COMPLETED}}, {node={state=COMPLETED}},"
                        + " {node={state=HELD_UP}}, {node={state=DECLINED}}, {node={state=WITHDRAWN}},"
                        + " {node={state=LAPSED}}, {node={state=ABANDONED}}]}}");
        assertThat(answer(TAKERS_AUDITOR, question.formatted("seller"))).isEqualTo("{deviceTransfers={edges=[]}}");
    }

    @Test
    void aDeviceShowsWhereItCameFromAndWhereItWent() {
        DeviceId next = DeviceId.of(TransferHistory.TAKER, "Ohmic", "T-1");
        String question = "{ device(id: \"%s\") { lifeCycle transfers { side formerDeviceId deviceId } } }";
        String both = "formerDeviceId=" + TransferHistory.SHARED + ", deviceId=" + next;
        assertThat(answer(GIVERS_AUDITOR, question.formatted(TransferHistory.SHARED)))
                .isEqualTo("{device={lifeCycle=HANDED_OVER, transfers=[{side=GIVER, " + both + "}]}}");
        assertThat(answer(TAKERS_AUDITOR, question.formatted(next)))
                .isEqualTo("{device={lifeCycle=REGISTERED, transfers=[{side=RECEIVER, " + both + "}]}}");
    }

    @Test
    void aReceiverReadsTheSharedHistoryUpToTheHandOverAndNoMore() {
        assertThat(trail(TAKERS_AUDITOR, TransferHistory.SHARED))
                .anyMatch(entry -> "before of T-1".equals(entry.get("to")))
                .anyMatch(entry -> "HANDED_OVER".equals(entry.get("to")))
                .noneMatch(entry -> "after of T-1".equals(entry.get("to")))
                .allSatisfy(entry -> assertThat(entry).containsEntry("recordId", TransferHistory.SHARED.toString()));
        assertThat(trail(GIVERS_AUDITOR, TransferHistory.SHARED))
                .as("control: the giver keeps all of it")
                .anyMatch(entry -> "after of T-1".equals(entry.get("to")));
    }

    @Test
    void whatIsNotSharedIsNotRead() {
        assertThat(trail(TAKERS_AUDITOR, TransferHistory.KEPT)).isEmpty();
        assertThat(trail(TAKERS_AUDITOR, History.SENSOR)).isEmpty();
        assertThat(trail(GIVERS_AUDITOR, TransferHistory.KEPT)).isNotEmpty();
        assertThat(trail(
                        new Grant(TransferHistory.TAKER, TransferHistory.TAKERS_SITE, Role.AUDITOR),
                        TransferHistory.KEPT))
                .isEmpty();
        assertThat(trail(new Grant(History.OTHER, null, Role.AUDITOR), TransferHistory.SHARED))
                .as("somebody else's")
                .isEmpty();
        assertThat(answer(
                        TAKERS_AUDITOR,
                        "{ auditTrail(tenant: \"seller\", first: 1000) { edges { node { recordId } } } }"))
                .as("of the whole tenant, only the records that are shared")
                .contains(TransferHistory.SHARED.toString())
                .doesNotContain(TransferHistory.KEPT.toString(), History.SENSOR.toString(), History.BASEL.toString());
    }

    /** The names and reasons of tenants that the device was offered to, or came from, are not the receiver's to read. */
    @Test
    void ofOtherTransfersOfTheSameDeviceAReceiverReadsNothing() {
        Grant seconds = new Grant(TransferHistory.SECOND, null, Role.AUDITOR);
        Grant lasts = new Grant(TransferHistory.LAST, null, Role.AUDITOR);
        assertThat(chained(new Grant(TransferHistory.FIRST, null, Role.AUDITOR), TransferHistory.FIRST))
                .as("control: on the giver's own record")
                .contains("DECLINED", "chain-decliner", "chain-second");
        assertThat(chained(seconds, TransferHistory.FIRST))
                .contains("to=ACCEPTED", "to=HANDED_OVER", "to=chain-second", "to=B-7")
                .doesNotContain("DECLINED", "chain-decliner");
        assertThat(chained(seconds, TransferHistory.SECOND))
                .as("control: on its own record of the device")
                .contains("chain-first", "chain-last");
        assertThat(chained(lasts, TransferHistory.SECOND))
                .contains("to=HANDED_OVER", "to=chain-last", "to=B-7")
                .doesNotContain("chain-first");
        assertThat(chained(lasts, TransferHistory.FIRST))
                .as("shared with the second, and not with whom that one gives it")
                .isEqualTo("{auditTrail={edges=[]}}");
    }

    private String chained(Grant who, TenantId tenant) {
        return answer(who, """
                { auditTrail(tenant: "%s", record: "%s", first: 1000) { edges { node { event field from to reason } } } }
                """.formatted(tenant, DeviceId.of(tenant, "Ohmic", TransferHistory.CHAINED)));
    }

    /** What the limit of offers counts. */
    @Test
    void anOfferWaitsUntilItIsAnsweredOrOver() {
        DeviceId device = DeviceId.of(TransferHistory.LAST, "Ohmic", TransferHistory.CHAINED);
        Instant before = TransferHistory.UNTIL.minusMillis(1);
        assertThat(offers.between(TransferHistory.LAST, TransferHistory.DECLINER, device, before))
                .isEqualTo(new OpenOffers.Seen(1, true));
        assertThat(offers.between(TransferHistory.LAST, TransferHistory.DECLINER, History.SENSOR, before))
                .isEqualTo(new OpenOffers.Seen(1, false));
        assertThat(offers.between(TransferHistory.LAST, TransferHistory.DECLINER, device, TransferHistory.UNTIL))
                .isEqualTo(new OpenOffers.Seen(0, false));
        assertThat(offers.between(TransferHistory.LAST, TransferHistory.FIRST, device, before))
                .as("to somebody else")
                .isEqualTo(new OpenOffers.Seen(0, false));
        assertThat(offers.between(
                        TransferHistory.FIRST,
                        TransferHistory.DECLINER,
                        DeviceId.of(TransferHistory.FIRST, "Ohmic", TransferHistory.CHAINED),
                        before))
                .as("declined")
                .isEqualTo(new OpenOffers.Seen(0, false));
    }

    /** It is shared with the tenant, not with a site of it that happens to have the device. */
    @Test
    void whoReadsForOneSiteOfTheReceiverReadsNoSharedHistory() {
        Grant sites = new Grant(TransferHistory.TAKER, TransferHistory.TAKERS_SITE, Role.AUDITOR);
        DeviceId next = DeviceId.of(TransferHistory.TAKER, "Ohmic", "T-1");
        assertThat(answer(
                        sites,
                        "{ auditTrail(tenant: \"taker\", record: \"%s\") { edges { node { to } } } }".formatted(next)))
                .as("control: what is at the site")
                .contains("REGISTERED");
        assertThat(trail(sites, TransferHistory.SHARED)).isEmpty();
    }

    @Test
    void theGiverDoesNotReadWhatBecomesOfIt() {
        DeviceId next = DeviceId.of(TransferHistory.TAKER, "Ohmic", "T-1");
        String question = "{ auditTrail(tenant: \"taker\", record: \"%s\") { edges { node { to } } } }";
        assertThat(answer(GIVERS_AUDITOR, question.formatted(next))).isEqualTo("{auditTrail={edges=[]}}");
        assertThat(answer(TAKERS_AUDITOR, question.formatted(next))).contains("REGISTERED", "ACCEPTED");
    }

    private List<Map<String, Object>> trail(Grant who, DeviceId device) {
        return asking.as(authorities.person("transfers-" + who, who))
                .document("""
                        { auditTrail(tenant: "seller", record: "%s", first: 1000) { edges { node { recordId to } } } }
                        """.formatted(device))
                .execute()
                .path("auditTrail.edges[*].node")
                .entityList(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get();
    }

    private String answer(Grant who, String question) {
        return String.valueOf(asking.as(authorities.person("transfers-" + who, who))
                .document(question)
                .execute()
                .path("")
                .entity(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get());
    }
}
