package io.devicetrail.pki.outside;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.enrolment.DeviceClientId;
import io.devicetrail.domain.enrolment.DeviceTopics;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.certificates.KnownCertificates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The decisions of the embedded broker, for one that terminates TLS itself and passes on the common name of the certificate,
 * which it has checked against the root and the list of revoked ones: such a broker does not tell which certificate it was,
 * so that one of the device's has to stand is all that can be asked here.
 */
@Component
class BrokerAnswers {
    private static final String PUBLISH = "publish";
    private static final String SUBSCRIBE = "subscribe";

    private final KnownCertificates certificates;

    BrokerAnswers(KnownCertificates certificates) {
        this.certificates = certificates;
    }

    /** In the words of EMQX: ignore leaves it to whoever is asked next. */
    enum Result {
        ALLOW,
        DENY,
        IGNORE
    }

    /**
     * Whether a client may connect, and as which device.
     *
     * @param device null unless it is allowed
     */
    record Entry(Result result, @Nullable DeviceId device) {
        static final Entry DENIED = new Entry(Result.DENY, null);
        static final Entry NOT_OURS = new Entry(Result.IGNORE, null);
    }

    Entry entry(TenantId tenant, String clientId, String commonName) {
        Optional<DeviceId> certified = DeviceClientId.id(commonName);
        if (certified.isEmpty() || certificates.siteOf(tenant, certified.get()).isEmpty()) {
            return Entry.NOT_OURS;
        }
        if (!certificates.isStanding(tenant, certified.get())) {
            return Entry.DENIED;
        }
        return DeviceClientId.device(clientId)
                .filter(named -> named.equals(certified.get()) || certificates.isBehind(certified.get(), named))
                .map(named -> new Entry(Result.ALLOW, named))
                .orElse(Entry.DENIED);
    }

    /** @param action {@code publish} or {@code subscribe} */
    Result access(TenantId tenant, String clientId, String commonName, String action, String topic, boolean retained) {
        Entry entry = entry(tenant, clientId, commonName);
        DeviceId device = entry.device();
        if (device == null) {
            return entry.result();
        }
        DeviceTopics topics = DeviceTopics.of(tenant, device);
        boolean may = (action.equals(PUBLISH) && topics.mayPublish(topic, retained))
                || (action.equals(SUBSCRIBE) && topics.maySubscribe(topic));
        return may ? Result.ALLOW : Result.DENY;
    }

    /** One line of what a client may, in the order in which they count. */
    record Rule(
            String permission,
            String action,
            String topic,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean retain) {}

    /** Everything that is not allowed is denied by the last one. */
    List<Rule> rules(TenantId tenant, DeviceId device) {
        DeviceTopics topics = DeviceTopics.of(tenant, device);
        List<Rule> rules = new ArrayList<>();
        topics.up().forEach(each -> rules.add(new Rule("allow", PUBLISH, each, false)));
        rules.add(new Rule("allow", PUBLISH, topics.presence(), null));
        // "eq" takes the filter as it is: else one with wildcards that lies within it would do.
        topics.down().forEach(each -> rules.add(new Rule("allow", SUBSCRIBE, "eq " + each, null)));
        rules.add(new Rule("deny", "all", "#", null));
        return rules;
    }
}
