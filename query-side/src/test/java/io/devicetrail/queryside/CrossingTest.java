package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.authority.Authority;
import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signaturepolicy.SignaturePolicy;
import io.devicetrail.domain.signaturepolicy.SignatureStep;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.queryside.relay.GlobalId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A tenant, and a site, never sees another, whatever is asked and however. */
@QuerySideInstance
@Requirement("11.10(d)")
@NullUnmarked // what is missing fails the test anyway
class CrossingTest {
    private static final String SECRET = "(?is).*(secret|rival|north|south|N-1|S-1).*";

    /** Questions of no tenant's records, or shown where what answers them is. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "log", "how far the log and the read models are, which is no tenant's",
            "signing", "answered to who asked for the signature alone: SigningTest",
            "previewJob", "not for auditors: JobsShownTest, of devices of others",
            "fleet", "Elasticsearch answers it: FleetReachTest, and FleetSearchTest on a real one");

    private static final String NOBODYS = "b6e4671a-fdd8-5f66-a223-a3c8dd1fc696";

    /** What of the tenant a question may name, and the same of nobody. */
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("\"rival\"", "\"nobodys\""),
            Map.entry(Rival.AT_NORTH.toString(), NOBODYS),
            Map.entry(Rival.MODEL.toString(), NOBODYS),
            Map.entry(Rival.NORTHERN.toString(), NOBODYS),
            Map.entry(Rival.PLAN.toString(), NOBODYS),
            Map.entry(Rival.TRANSFER.toString(), NOBODYS),
            Map.entry(
                    GlobalId.of("DeviceTransfer", Rival.TRANSFER + ":GIVER"),
                    GlobalId.of("DeviceTransfer", NOBODYS + ":GIVER")),
            Map.entry(Rival.INCIDENT.toString(), NOBODYS),
            Map.entry(Rival.JOB.toString(), NOBODYS),
            Map.entry(GlobalId.of("Job", Rival.JOB), GlobalId.of("Job", NOBODYS)),
            Map.entry(Rival.EXPORT.toString(), NOBODYS),
            Map.entry(GlobalId.of("ExportJob", Rival.EXPORT), GlobalId.of("ExportJob", NOBODYS)),
            Map.entry(Rival.RUN.toString(), NOBODYS),
            Map.entry(GlobalId.of("Rollout", Rival.RUN), GlobalId.of("Rollout", NOBODYS)),
            Map.entry(Rival.ROY.toString(), NOBODYS),
            Map.entry(GlobalId.of("Device", Rival.AT_NORTH), GlobalId.of("Device", NOBODYS)),
            Map.entry(GlobalId.of("Site", Rival.NORTH), GlobalId.of("Site", NOBODYS)),
            Map.entry(GlobalId.of("Command", Rival.NORTHERN), GlobalId.of("Command", NOBODYS)),
            Map.entry(Rival.FILE.toString(), NOBODYS),
            Map.entry(GlobalId.of("Artifact", Rival.FILE), GlobalId.of("Artifact", NOBODYS)),
            Map.entry(Rival.RELEASE.toString(), NOBODYS),
            Map.entry(GlobalId.of("SoftwareRelease", Rival.RELEASE), GlobalId.of("SoftwareRelease", NOBODYS)),
            Map.entry(GlobalId.of("RolloutPlan", Rival.PLAN), GlobalId.of("RolloutPlan", NOBODYS)),
            Map.entry(GlobalId.of("Incident", Rival.INCIDENT + ":1"), GlobalId.of("Incident", NOBODYS + ":1")),
            Map.entry(GlobalId.of("Person", Rival.ROY), GlobalId.of("Person", NOBODYS)),
            Map.entry(GlobalId.of("Tenant", "rival"), GlobalId.of("Tenant", "nobodys")));

    @Autowired
    LogOfTests log;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    AuthoritiesOfTests authorities;

    @Autowired
    Asking asking;

    @Autowired
    PoliciesOfTests policies;

    @BeforeEach
    void twoTenants() {
        Rival.write(log, jdbc);
        SignatureStep step = new SignatureStep(SignatureMeaning.APPROVAL, List.of("auditor"), 1);
        policies.set(Rival.RIVAL, SignableKind.AUDIT_EXPORT, new SignaturePolicy(List.of(step), false));
    }

    @AfterEach
    void noPolicies() {
        policies.withdraw();
    }

    /** Every question that can be asked about somebody else's; each answers its own tenant's people. */
    static List<String> questions() {
        return List.of(
                "tenant(id: \"rival\") { key name sites { name } listSigners { subject } }",
                "tenants { key name sites { name } listSigners { subject } }",
                "device(id: \"%s\") { tenant serialNumber }".formatted(Rival.AT_NORTH),
                "device(id: \"%s\") { twin { desired { properties { value } } reported { value } } }"
                        .formatted(Rival.AT_NORTH),
                "deviceTwin(device: \"%s\") { desired { properties { value } } }".formatted(Rival.AT_NORTH),
                "devices(tenant: \"rival\") { edges { node { serialNumber } } }",
                "devices(tenant: \"rival\", site: \"%s\") { edges { node { serialNumber } } }".formatted(Rival.NORTH),
                "deviceModel(id: \"%s\") { tenant manufacturer wouldRefuse { devices latest { detail } } }"
                        .formatted(Rival.MODEL),
                "deviceModels(tenant: \"rival\") { manufacturer }",
                "command(id: \"%s\") { name }".formatted(Rival.NORTHERN),
                "job(id: \"%s\") { tenant command devices { edges { node { deviceId } } } }".formatted(Rival.JOB),
                "jobs(tenant: \"rival\") { edges { node { command progress { waiting } } } }",
                "exportJob(id: \"%s\") { tenant requestedBy progress { events } }".formatted(Rival.EXPORT),
                "exportJobs(tenant: \"rival\") { edges { node { tenant requestedBy } } }",
                "artifact(id: \"%s\") { tenant fileName }".formatted(Rival.FILE),
                "artifacts(tenant: \"rival\") { edges { node { fileName } } }",
                "softwareRelease(id: \"%s\") { tenant name artifact { fileName } }".formatted(Rival.RELEASE),
                "softwareReleases(tenant: \"rival\") { edges { node { name } } }",
                "rolloutPlan(id: \"%s\") { tenant title }".formatted(Rival.PLAN),
                "rolloutPlans(tenant: \"rival\") { edges { node { title } } }",
                "rolloutPreview(plan: \"%s\") { plan { title } deviceCount }".formatted(Rival.PLAN),
                "rollout(id: \"%s\") { tenant title devices { edges { node { deviceId } } } }".formatted(Rival.RUN),
                "rolloutReport(rollout: \"%s\") { tenant title steps { by } }".formatted(Rival.RUN),
                "rollouts(tenant: \"rival\") { edges { node { title progress { waiting } } } }",
                "deviceTransfer(tenant: \"rival\", id: \"%s\") { tenant serialNumber }".formatted(Rival.TRANSFER),
                "deviceTransfers(tenant: \"rival\") { edges { node { serialNumber } } }",
                "device(id: \"%s\") { transfers { giver } }".formatted(Rival.AT_NORTH),
                "orphanDevices(tenant: \"rival\") { edges { node { device { serialNumber } reason } } }",
                "incident(id: \"%s:1\") { tenant matter }".formatted(Rival.INCIDENT),
                "incidents(tenant: \"rival\", closed: true) { edges { node { matter } } }",
                ("signatures(record: {kind: DEVICE_MODEL_VERSION, id: \"%s:1\"})"
                                + " { hash position signatures { printedName } }")
                        .formatted(Rival.MODEL),
                "auditTrail(tenant: \"rival\") { edges { node { to } } }",
                "auditTrail(tenant: \"rival\", record: \"%s\") { edges { node { to } } }".formatted(Rival.AT_NORTH),
                "auditTrail(tenant: \"rival\", record: \"%s\") { edges { node { to tenant } } }".formatted(Rival.ROY),
                "auditTrail(tenant: \"rival\", actor: \"ada\") { edges { node { to } } }",
                "apiKeys(tenant: \"rival\") { edges { node { name } } }",
                "roles(tenant: \"rival\") { edges { node { name } } }",
                "signaturePolicies(tenant: \"rival\") { tenant kind steps { roles } }",
                "deadLetters(tenant: \"rival\") { edges { node { event } } }",
                "quarantine(tenant: \"rival\") { reason release { detail } }",
                "telemetryGaps(device: \"%s\") { boot }".formatted(Rival.AT_NORTH),
                "person(id: \"%s\") { printedName identityProof roles { tenant } }".formatted(Rival.ROY),
                "people { edges { node { printedName identityProof roles { tenant trainingRecord site { name } } } } }",
                node("Tenant", "rival", "... on Tenant { name }"),
                node("Site", Rival.NORTH, "... on Site { name }"),
                node("Device", Rival.AT_NORTH, "... on Device { serialNumber }"),
                node("DeviceModel", Rival.MODEL + ":1", "... on DeviceModel { manufacturer }"),
                node("Command", Rival.NORTHERN, "... on Command { name }"),
                node("Job", Rival.JOB, "... on Job { command }"),
                node("ExportJob", Rival.EXPORT, "... on ExportJob { tenant }"),
                node("Artifact", Rival.FILE, "... on Artifact { fileName }"),
                node("SoftwareRelease", Rival.RELEASE, "... on SoftwareRelease { name }"),
                node("RolloutPlan", Rival.PLAN, "... on RolloutPlan { title }"),
                node("Rollout", Rival.RUN, "... on Rollout { title }"),
                node("DeviceTransfer", Rival.TRANSFER + ":GIVER", "... on DeviceTransfer { serialNumber }"),
                node("Incident", Rival.INCIDENT + ":1", "... on Incident { matter }"),
                node("Person", Rival.ROY, "... on Person { printedName }"));
    }

    private static String node(String type, Object local, String fields) {
        return "node(id: \"" + GlobalId.of(type, local) + "\") { " + fields + " }";
    }

    /** A question that nobody thought of here would be one that nobody has shown to be shut. */
    @Test
    void everyQuestionOfTheSchemaIsAskedHere() {
        GraphQlTester.Response schema = asking.as(
                        person("reader-of-the-schema", new Grant(History.ACME, null, Role.AUDITOR)))
                .document(
                        "{ __schema { queryType { fields { name } } } __type(name: \"Node\") { possibleTypes { name } } }")
                .execute();
        Set<String> asked = questions().stream()
                .map(question -> question.split("\\W", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
        asked.addAll(ELSEWHERE.keySet());
        assertThat(asked)
                .containsExactlyInAnyOrderElementsOf(schema.path("__schema.queryType.fields[*].name")
                        .entityList(String.class)
                        .get());
        assertThat(schema.path("__type.possibleTypes[*].name")
                        .entityList(String.class)
                        .get())
                .isNotEmpty()
                .allSatisfy(type -> assertThat(questions())
                        .anyMatch(
                                question -> question.startsWith("node(") && question.contains("... on " + type + " ")));
    }

    @Test
    void whatHappenedToAPersonElsewhereIsNotInTheTrailOfATenantThatAsks() {
        String trail = "auditTrail(tenant: \"%s\", record: \"%s\", first: 1000)"
                + " { edges { node { tenant from to reason } } }";
        assertThat(answer(
                        person("roy", new Grant(Rival.RIVAL, null, Role.AUDITOR)),
                        trail.formatted("rival", History.BEA)))
                .as("the control: Bea has a role there, too")
                .contains("tenant=rival");
        assertThat(answer(
                        person("mallory", new Grant(History.ACME, null, Role.AUDITOR)),
                        trail.formatted("acme", History.BEA)))
                .contains("tenant=acme")
                .doesNotMatch(SECRET);
    }

    @ParameterizedTest
    @MethodSource("questions")
    void anotherTenantIsNotSeen(String question) {
        assertThat(answer(person("roy", new Grant(Rival.RIVAL, null, Role.AUDITOR)), question))
                .as("control: its own people are answered")
                .matches(SECRET);
        PersonId mallory = person("mallory", new Grant(History.ACME, null, Role.AUDITOR));
        assertThat(answer(mallory, question)).doesNotMatch(SECRET);
    }

    @ParameterizedTest
    @MethodSource("questions")
    void anotherTenantLooksAsOneThatDoesNotExist(String question) {
        PersonId mallory = person("mallory", new Grant(History.ACME, null, Role.AUDITOR));
        String other = OTHERS.entrySet().stream()
                .reduce(question, (q, id) -> q.replace(id.getKey(), id.getValue()), (q, r) -> r);
        assertThat(answer(mallory, question)).isEqualTo(answer(mallory, other));
        PersonId operator = person("otto", new Grant(History.ACME, null, Role.OPERATOR));
        assertThat(outcome(operator, question)).isEqualTo(outcome(operator, other));
    }

    @Test
    void aSiteDoesNotSeeAnother() {
        PersonId nora = person("nora", new Grant(Rival.RIVAL, Rival.NORTH, Role.AUDITOR));
        assertThat(answer(nora, "devices(tenant: \"rival\") { totalCount edges { node { serialNumber } } }"))
                .contains("N-1", "totalCount=1")
                .doesNotContain("S-1");
        assertThat(answer(nora, "device(id: \"" + Rival.AT_SOUTH + "\") { serialNumber }"))
                .isEqualTo("{device=null}");
        assertThat(answer(nora, "command(id: \"" + Rival.SOUTHERN + "\") { name }"))
                .isEqualTo("{command=null}");
        assertThat(answer(nora, "command(id: \"" + Rival.NORTHERN + "\") { name }"))
                .contains("secretNorth");
        assertThat(answer(nora, signatures(Rival.SOUTHERN))).isEqualTo("{signatures=null}");
        assertThat(answer(nora, signatures(Rival.NORTHERN))).contains("Signer secretNorth");
        assertThat(answer(nora, "telemetryGaps(device: \"" + Rival.AT_SOUTH + "\") { boot }"))
                .isEqualTo("{telemetryGaps=[]}");
        assertThat(answer(nora, "quarantine(tenant: \"rival\") { topic }"))
                .contains("rival/north")
                .doesNotContain("south");
        assertThat(answer(nora, "auditTrail(tenant: \"rival\", first: 1000) { edges { node { recordId to } } }"))
                .contains(Rival.AT_NORTH.toString(), "North secret", "Rival Secrets", Rival.MODEL.toString())
                .doesNotContain(Rival.AT_SOUTH.toString(), "South secret", "Roy", "roy");
        assertThat(answer(nora, "deadLetters(tenant: \"rival\") { edges { node { event } } }"))
                .as("of the whole tenant")
                .doesNotContain("secret");
        assertThat(answer(nora, "person(id: \"" + Rival.ROY + "\") { roles { role site { key } } }"))
                .as("a role for the whole tenant holds at the site too")
                .contains("auditor")
                .doesNotContain("operator", "south");
    }

    private static String signatures(CommandId command) {
        return "signatures(record: {kind: DEVICE_COMMAND, id: \"" + command
                + "\"}) { hash signatures { printedName } }";
    }

    /** Each table by itself: a question that asks both would hide that one of them says too much. */
    @ParameterizedTest
    @ValueSource(strings = {"read.signable", "read.signature"})
    void theDatabaseItselfKeepsWhatIsSignedAtASite(String table) {
        String south = Rival.SOUTHERN.toString();
        String north = Rival.NORTHERN.toString();
        assertThat(signedCommands(table, "rival/" + Rival.NORTH)).containsExactly(north);
        assertThat(signedCommands(table, "rival/" + Rival.SOUTH)).containsExactly(south);
        assertThat(signedCommands(table, "rival")).containsExactlyInAnyOrder(north, south);
        assertThat(signedCommands(table, "acme installation")).isEmpty();
    }

    private List<String> signedCommands(String table, String reach) {
        return Objects.requireNonNull(new TransactionTemplate(transactions).execute(status -> {
            jdbc.sql("select set_config('devicetrail.reach', ?, true)")
                    .param(reach)
                    .query(String.class)
                    .single();
            return jdbc.sql("select record_id from " + table
                            + " where tenant = 'rival' and record_kind = 'DEVICE_COMMAND'")
                    .query(String.class)
                    .list();
        }));
    }

    /** Counts of the whole tenant are a matter of the rollout, those of a site are the site's. */
    @Test
    void theDatabaseItselfKeepsCountsOfRolloutsAtTheirSites() {
        String whole = "00000000-0000-0000-0000-000000000000";
        assertThat(countedSites("rival/" + Rival.NORTH)).containsExactlyInAnyOrder(whole, Rival.NORTH.toString());
        assertThat(countedSites("rival/" + Rival.SOUTH)).containsExactly(whole);
        assertThat(countedSites("rival")).containsExactlyInAnyOrder(whole, Rival.NORTH.toString());
        assertThat(countedSites("acme installation")).isEmpty();
    }

    private List<String> countedSites(String reach) {
        return Objects.requireNonNull(new TransactionTemplate(transactions).execute(status -> {
            jdbc.sql("select set_config('devicetrail.reach', ?, true)")
                    .param(reach)
                    .query(String.class)
                    .single();
            return jdbc.sql("select site_id::text from read.rollout_run_count where tenant = 'rival'")
                    .query(String.class)
                    .list();
        }));
    }

    @Test
    void theDatabaseItselfKeepsCertificatesWhereTheirDevicesAre() {
        assertThat(certificates("rival/" + Rival.NORTH)).containsExactly("secret north");
        assertThat(certificates("rival")).containsExactlyInAnyOrder("secret north", "secret south");
        assertThat(certificates("acme installation")).isEmpty();
    }

    private List<String> certificates(String reach) {
        return Objects.requireNonNull(new TransactionTemplate(transactions).execute(status -> {
            jdbc.sql("select set_config('devicetrail.reach', ?, true)")
                    .param(reach)
                    .query(String.class)
                    .single();
            return jdbc.sql("select serial_number from read.device_certificate where tenant = 'rival'")
                    .query(String.class)
                    .list();
        }));
    }

    @Test
    void whatBelongsToNoSiteIsSeenFromEverySiteOfTheTenant() {
        PersonId nora = person("nora", new Grant(Rival.RIVAL, Rival.NORTH, Role.OPERATOR));
        assertThat(answer(nora, "tenants { key sites { key } }"))
                .isEqualTo("{tenants=[{key=rival, sites=[{key=north}, {key=south}]}]}");
        assertThat(answer(nora, "rolloutPlans(tenant: \"rival\") { edges { node { title } } }"))
                .contains("Secret plan");
        assertThat(answer(nora, "deviceModels(tenant: \"rival\") { name signatureState }"))
                .contains("S-1", "SIGNED");
    }

    /** The version is the whole tenant's, and what it would refuse is where its devices are. */
    @Test
    void whatAVersionWouldRefuseIsThatOfTheReadersOwnSites() {
        PersonId nora = person("nora", new Grant(Rival.RIVAL, Rival.NORTH, Role.OPERATOR));
        assertThat(answer(
                        nora,
                        "deviceModel(id: \"" + Rival.MODEL
                                + "\", version: 1) { wouldRefuse { devices messages latest { deviceId } } }"))
                .contains("devices=1, messages=1", Rival.AT_NORTH.toString())
                .doesNotContain(Rival.AT_SOUTH.toString());
    }

    @Test
    void fieldsWithinAnAnswerDoNotLeadOut() {
        PersonId sue = person("sue", new Grant(Rival.RIVAL, Rival.SOUTH, Role.SITE_ENGINEER));
        assertThat(answer(
                        sue,
                        "device(id: \"" + Rival.AT_SOUTH + "\") { serialNumber gateway { serialNumber }"
                                + " commands { name device { serialNumber } } latestTelemetry { unit }"
                                + " certificates { serialNumber } }"))
                .contains("serialNumber=S-1", "gateway=null", "secretSouth", "unit=south", "secret south")
                .doesNotContain("N-1", "north");
        // A device that stands, wrongly, at another tenant's site: neither the site nor the model is shown.
        PersonId other = person("other", new Grant(History.OTHER, null, Role.AUDITOR));
        assertThat(outcome(other, "device(id: \"" + History.FOREIGN + "\") { serialNumber site { name } }"))
                .doesNotContain("Basel");
        assertThat(outcome(other, "device(id: \"" + History.FOREIGN + "\") { serialNumber model { name } }"))
                .doesNotContain("PT-100");
    }

    /** Any role somewhere is not enough: what is seen is where the question itself is allowed. */
    @Test
    void aQuestionSeesWhereItsOwnPermissionIsHeld() {
        String gaps = "telemetryGaps(device: \"" + Rival.AT_NORTH + "\") { boot }";
        PersonId asks = person(
                "asks",
                new Grant(Rival.RIVAL, null, Role.TENANT_ADMINISTRATOR),
                new Grant(History.ACME, null, Role.AUDITOR));
        assertThat(answer(asks, gaps)).isEqualTo("{telemetryGaps=[]}");
        assertThat(answer(asks, "device(id: \"" + Rival.AT_NORTH + "\") { serialNumber }"))
                .contains("N-1");
    }

    @Test
    void anotherTenantsRolesOfAPersonOneKnowsAreNotShown() {
        PersonId mallory = person("mallory", new Grant(History.ACME, null, Role.TENANT_ADMINISTRATOR));
        String question = "person(id: \"" + History.BEA + "\") { subject roles { tenant trainingRecord } }";
        assertThat(answer(mallory, question)).contains("bea", "TR 1").doesNotContain("rival", "secret");
        assertThat(answer(person("roy", new Grant(Rival.RIVAL, null, Role.AUDITOR)), question))
                .contains("bea", "rival", "TR secret bea")
                .doesNotContain("acme");
    }

    @Test
    void aRoleForTheInstallationShowsTenantsAndPeopleAndNothingElse() {
        PersonId inspector = person("inspector", new Grant(TenantId.INSTALLATION, null, Role.AUDITOR));
        assertThat(answer(inspector, "tenants { key sites { key } }")).contains("acme", "rival", "north");
        assertThat(answer(inspector, "people { edges { node { subject roles { tenant trainingRecord } } } }"))
                .contains("bea", "roy", "TR 1", "TR secret bea");
        assertThat(answer(inspector, "auditTrail(tenant: \"installation\") { edges { node { event } } }"))
                .contains("PersonRegistered");
        for (String question : List.of(
                "devices(tenant: \"rival\") { edges { node { serialNumber } } }",
                "auditTrail(tenant: \"rival\") { edges { node { to } } }",
                "deviceModels(tenant: \"rival\") { manufacturer }",
                "quarantine(tenant: \"rival\") { reason }",
                "deadLetters(tenant: \"rival\") { edges { node { event } } }")) {
            assertThat(answer(inspector, question)).doesNotContain("ecret");
        }
    }

    @Test
    void somebodyWithoutAnyRoleIsSeenByWhoMayReadPeople() {
        jdbc.sql("""
                insert into read.person values
                ('00000000-0000-0000-0000-0000000000aa', 'local', 'newcomer', 'N', 'HR', true, now(), 100000, 100000)
                """).update();
        try {
            PersonId admin = person("admin", new Grant(History.ACME, null, Role.TENANT_ADMINISTRATOR));
            String people = "people { edges { node { subject } } }";
            assertThat(answer(admin, people)).contains("newcomer");
            assertThat(outcome(person("otto", new Grant(History.ACME, null, Role.OPERATOR)), people))
                    .doesNotContain("newcomer");
        } finally {
            jdbc.sql("delete from read.person where subject = 'newcomer'").update();
        }
    }

    @Test
    void aDeactivatedPersonSeesNothing() {
        PersonId away = person("away");
        authorities.set(away, new Authority(false, Set.of(new Grant(Rival.RIVAL, null, Role.AUDITOR))));
        assertThat(questions())
                .allSatisfy(question -> assertThat(outcome(away, question))
                        .contains("NOT_AUTHORISED")
                        .doesNotContain("ecret"));
    }

    private PersonId person(String name, Grant... grants) {
        return authorities.person(name, grants);
    }

    private String answer(PersonId person, String question) {
        return asking.as(person)
                .document("{ " + question + " }")
                .execute()
                .path("")
                .entity(new ParameterizedTypeReference<Object>() {})
                .get()
                .toString();
    }

    /** With the codes of the errors. */
    private String outcome(PersonId person, String question) {
        GraphQlTester.Response response =
                asking.as(person).document("{ " + question + " }").execute();
        StringBuilder outcome = new StringBuilder();
        response.errors()
                .satisfy(errors -> errors.forEach(error ->
                        outcome.append(error.getExtensions().get("code")).append(error.getMessage())));
        return outcome.append(response.path("")
                        .entity(new ParameterizedTypeReference<Object>() {})
                        .get())
                .toString();
    }
}
