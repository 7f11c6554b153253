package io.devicetrail.app.demo;

import io.devicetrail.domain.authority.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A device goes to another tenant: both agree, its old certificate is dead, and it enrols anew. */
final class DemoTransfer {
    static final String RECEIVER = "north";

    private static final Duration OFFER = Duration.ofDays(1);
    private static final String TRANSFER = "transfer { transferId state waitingFor }";

    private final GraphQlClient api;
    private final Registration registration;
    private final DemoEnrolment enrolment;
    private final Clock clock;

    DemoTransfer(GraphQlClient api, Registration registration, DemoEnrolment enrolment, Clock clock) {
        this.api = api;
        this.registration = registration;
        this.enrolment = enrolment;
        this.clock = clock;
    }

    /** Two of the demo's people work at the other tenant as well: one of them accepts. */
    Map<String, Object> show(DemoDevice device, DemoPeople people) {
        Registration.Place place =
                registration.secondTenant(RECEIVER, people.idOf(Role.TENANT_ADMINISTRATOR), people.idOf(Role.OPERATOR));
        String former = device.identity().device();
        JsonNode offered = api.mutate(
                        Role.SITE_ENGINEER,
                        "offerDeviceTransfer",
                        "OfferDeviceTransferInput",
                        Map.of(
                                "device",
                                former,
                                "receiver",
                                RECEIVER,
                                "until",
                                clock.instant()
                                        .plus(OFFER)
                                        .truncatedTo(ChronoUnit.SECONDS)
                                        .toString(),
                                "shareHistory",
                                true,
                                "reason",
                                "The line was sold"),
                        TRANSFER)
                .path("transfer");
        String transfer = offered.path("transferId").asString();
        api.mutate(
                Role.OPERATOR,
                "acceptDeviceTransfer",
                "AcceptDeviceTransferInput",
                Map.of(
                        "transfer",
                        transfer,
                        "site",
                        place.site(),
                        "model",
                        place.model().id(),
                        "modelVersion",
                        place.model().version(),
                        "reason",
                        "The line was bought"),
                TRANSFER);
        String document =
                "query($tenant: ID!, $id: ID!) { deviceTransfer(tenant: $tenant, id: $id) { state deviceId waitingFor } }";
        JsonNode done = Await.until(
                "the transfer completed",
                Demo.SOON,
                () -> api.ask(Role.OPERATOR, document, Map.of("tenant", RECEIVER, "id", transfer))
                        .path("deviceTransfer"),
                now -> now.path("state").asString().equals("COMPLETED"));
        Await.until("the former owner's device put out", Demo.SOON, device::isConnected, is -> !is);
        String id = done.path("deviceId").asString();
        DemoIdentity identity = enrolment.enrol(RECEIVER, id, Role.OPERATOR);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("offered", offered.path("waitingFor").asString());
        figures.put("formerDevice", former);
        figures.put("device", id);
        figures.put("certificateOfTheNewOwner", identity.fingerprint().substring(0, 16));
        return figures;
    }
}
