package io.devicetrail.pki.outside;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.outside.BrokerAnswers.Entry;
import io.devicetrail.pki.outside.BrokerAnswers.Result;
import io.devicetrail.pki.outside.BrokerAnswers.Rule;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers EMQX's HTTP authenticator and authorizer, and makes Mosquitto's list. Whatever is missing or misspelt in a
 * question is denied: a broker takes any other status than 200 for "somebody else may decide".
 */
@RestController
@RequestMapping("/broker")
class OutsideBrokerController {
    private final BrokerAnswers answers;
    private final MosquittoList mosquitto;

    OutsideBrokerController(BrokerAnswers answers, MosquittoList mosquitto) {
        this.answers = answers;
        this.mosquitto = mosquitto;
    }

    @PostMapping("/authentication")
    Authentication authentication(@RequestParam String tenant, @RequestBody Connecting client) {
        TenantId asked = TenantId.of(tenant);
        Entry entry = answers.entry(asked, text(client.clientId()), text(client.commonName()));
        List<Rule> rules = entry.device() == null ? null : answers.rules(asked, entry.device());
        return new Authentication(word(entry.result()), false, rules);
    }

    @PostMapping("/authorization")
    Authorization authorization(@RequestParam String tenant, @RequestBody Acting client) {
        Result result = answers.access(
                TenantId.of(tenant),
                text(client.clientId()),
                text(client.commonName()),
                text(client.action()),
                text(client.topic()),
                !"false".equals(client.retain()));
        return new Authorization(word(result));
    }

    @GetMapping(path = "/mosquitto.acl", produces = MediaType.TEXT_PLAIN_VALUE)
    String mosquitto(@RequestParam String tenant) {
        return mosquitto.of(TenantId.of(tenant));
    }

    private static String word(Result result) {
        return result.name().toLowerCase(Locale.ROOT);
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }

    /** @param commonName of the certificate that the broker has checked */
    record Connecting(
            @JsonProperty("clientid") @Nullable String clientId,
            @JsonProperty("cert_common_name") @Nullable String commonName) {}

    /** @param retain anything but "false" counts as true */
    record Acting(
            @JsonProperty("clientid") @Nullable String clientId,
            @JsonProperty("cert_common_name") @Nullable String commonName,
            @Nullable String action,
            @Nullable String topic,
            @Nullable String retain) {}

    record Authentication(
            String result,
            @JsonProperty("is_superuser") boolean superuser,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Rule> acl) {}

    record Authorization(String result) {}
}
