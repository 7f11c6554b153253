package io.devicetrail.app.wiring;

import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.scrub.ScrubPace;
import io.devicetrail.audit.witness.WitnessAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The ledger's settings. None of them turns it off.
 *
 * @param origin the ledger's name, taken at the first start; default: one made from the key
 * @param keystore where its private keys are
 * @param witnesses who are asked to cosign checkpoints
 * @param witnessInterval between two rounds of asking them, 100 milliseconds to 1 day
 * @param timestampAuthority who stamps checkpoints
 */
@ConfigurationProperties("devicetrail.ledger")
record LedgerSettings(
        @Nullable String origin,
        @DefaultValue KeystoreSettings keystore,
        @DefaultValue Scrub scrub,
        @DefaultValue List<WitnessSetting> witnesses,
        @DefaultValue("10s") Duration witnessInterval,
        @DefaultValue TimestampSetting timestampAuthority) {
    private static final int MOST_WITNESSES = 16;

    LedgerSettings {
        if (witnesses.size() > MOST_WITNESSES) {
            throw new IllegalArgumentException("devicetrail.ledger.witnesses: at most " + MOST_WITNESSES);
        }
        if (witnessInterval.compareTo(Duration.ofMillis(100)) < 0
                || witnessInterval.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("devicetrail.ledger.witness-interval must be between 100ms and 1d");
        }
        for (int i = 0; i < witnesses.size(); i++) {
            requireHttp(
                    "devicetrail.ledger.witnesses[" + i + "].url",
                    witnesses.get(i).url());
        }
        URI authority = timestampAuthority.url();
        if (authority != null) {
            requireHttp("devicetrail.ledger.timestamp-authority.url", authority);
        }
    }

    /** Else nobody would hear of it before the first question, and then only in the log. */
    private static void requireHttp(String setting, URI url) {
        String scheme = url.getScheme();
        boolean known = "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme);
        if (!known || url.getHost() == null) {
            throw new IllegalArgumentException(setting + " must be an http or https address with a host, not " + url);
        }
    }

    /**
     * @param url submission prefix of the witness, C2SP tlog-witness
     * @param key its verifier key
     */
    record WitnessSetting(URI url, String key) {
        WitnessAddress address() {
            return new WitnessAddress(url, VerifierKey.parse(key));
        }
    }

    /**
     * @param url of an authority, RFC 3161 over HTTP; none by default
     * @param interval between two time-stamps, 1 second to 7 days
     */
    record TimestampSetting(
            @Nullable URI url, @DefaultValue("1h") Duration interval) {
        TimestampSetting {
            if (interval.compareTo(Duration.ofSeconds(1)) < 0 || interval.compareTo(Duration.ofDays(7)) > 0) {
                throw new IllegalArgumentException(
                        "devicetrail.ledger.timestamp-authority.interval must be between 1s and 7d");
            }
        }
    }

    List<WitnessAddress> witnessAddresses() {
        return witnesses.stream().map(WitnessSetting::address).toList();
    }

    /**
     * See {@link ScrubPace}.
     *
     * @param eventsPerSecond at the default a day is enough for 170 million events
     */
    record Scrub(
            @DefaultValue("2000") int eventsPerSecond,
            @DefaultValue("1h") Duration pause) {
        ScrubPace pace() {
            return new ScrubPace(eventsPerSecond, pause);
        }
    }

    @Nullable String wantedOrigin() {
        return origin == null || origin.isBlank() ? null : origin;
    }
}
