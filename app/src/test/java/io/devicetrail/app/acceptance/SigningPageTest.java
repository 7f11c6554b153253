package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.acceptance.Visitor.Page;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.domain.authority.Role;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a signer finds at the address that the API told. */
class SigningPageTest {
    private final Api api = Api.shared();

    /** An address that somebody sends is opened where nobody is signed in. */
    @Test
    @Requirement("11.70")
    void whoHasToSignInFirstComesBackAndSeesWhatTheySign() throws Exception {
        Plant plant = Plant.of(api, "sign-page");
        Signer signer = Signer.of(api, plant.tenant(), "page.reader", Role.QUALITY_APPROVER);
        String address = signer.waiting(model(plant), "APPROVAL");
        Visitor other = new Visitor(URI.create(api.instance().addresses().http()));
        assertThat(other.open(address).body())
                .contains("href=\"/identity/sign-in\"", "With an account of this installation")
                .doesNotContain("HC2A");
        Page form = other.open("/identity/sign-in");
        Page back = signer.signIn(other, form);
        assertThat(back.at().getPath()).isEqualTo(URI.create(address).getPath());
        assertThat(back.body())
                .contains(
                        "devicemodel.DeviceModelVersionPublished",
                        "HC2A",
                        "commands[0].name",
                        "identify",
                        "name=\"password\"");
    }

    @Test
    @Requirement({"11.10(d)", "11.10(g)"})
    void aRoleThatEndedSinceItWasAskedForSignsNothingAndTheTryIsOnRecord() throws Exception {
        Plant plant = Plant.of(api, "sign-denied");
        Signer signer = Signer.of(api, plant.tenant(), "page.former", Role.QUALITY_APPROVER);
        String address = signer.waiting(model(plant), "APPROVAL");
        Map<String, Object> role = new HashMap<>(Map.of(
                "person", signer.person(), "tenant", plant.tenant(), "role", "quality-approver", "reason", "moved"));
        JsonNode revoked =
                api.answer(Cast.PLATFORM_ADMINISTRATOR.token(), "mutations", "revokeRole", Map.of("input", role));
        assertThat(revoked.at("/data/revokeRole/errors")).as("%s", revoked).isEmpty();
        Page refused = signer.give(signer.open(address));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("your roles do not allow you to sign this record any more");
        assertThat(api.auditTrail("installation", signer.person()))
                .extracting(edge -> edge.path("node").path("field").asString())
                .contains("operation sign on " + plant.tenant());
    }

    private static Map<String, Object> model(Plant plant) {
        return Map.of("kind", "DEVICE_MODEL_VERSION", "id", plant.model() + ":1");
    }
}
