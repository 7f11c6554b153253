package io.devicetrail.ingress.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.ingress.quarantine.Misfit;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportMessageTest {
    private static final String RUN = "0190f0c2-7a51-7cc0-8d3b-5b0f6a0c2f11";

    /** As in docs/device-guide.md. */
    @Test
    void aReportIsReadAsTheGuideHasIt() {
        assertThat(read("""
                {"rollout": "%s", "attempt": 1, "state": "verified",
                 "version": "2.1.0", "code": null, "progress": 100, "at": "2026-11-23T22:04:10.123Z"}""".formatted(RUN)))
                .isEqualTo(new ReportMessage(
                        new RolloutRunId(UUID.fromString(RUN)), 1, RolloutDeviceState.VERIFIED, "2.1.0", null));
    }

    /** A failure that is not heard is one that does not stop a run. */
    @Test
    void aFailureIsNotLostForHowItIsPut() {
        ReportMessage failed = read("""
                {"rollout":"%s","attempt":2,"state":"failed","code":"DISK\\u0000\\ud800","progress":"half","at":"soon"}""".formatted(RUN));
        assertThat(failed.says()).isEqualTo(RolloutDeviceState.FAILED);
        assertThat(failed.code()).isEqualTo("DISK\0\ud800");
        assertThat(failed.version()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MALFORMED_JSON    | {",
                "MALFORMED_JSON    | []",
                "MALFORMED_JSON    | {\"rollout\":1,\"rollout\":2}",
                "MALFORMED_MESSAGE | {\"attempt\":1,\"state\":\"failed\"}",
                "MALFORMED_MESSAGE | {\"rollout\":\"1-1-1-1-1\",\"attempt\":1,\"state\":\"failed\"}",
                "MALFORMED_MESSAGE | {\"rollout\":\"0190F0C2-7A51-7CC0-8D3B-5B0F6A0C2F11\",\"attempt\":1,\"state\":\"failed\"}",
                "MALFORMED_MESSAGE | {\"rollout\":17,\"attempt\":1,\"state\":\"failed\"}",
                "MALFORMED_MESSAGE | {\"rollout\":\"" + RUN + "\",\"state\":\"failed\"}",
                "MALFORMED_MESSAGE | {\"rollout\":\"" + RUN + "\",\"attempt\":1.5,\"state\":\"failed\"}",
                "MALFORMED_MESSAGE | {\"rollout\":\"" + RUN + "\",\"attempt\":4294967297,\"state\":\"failed\"}",
                "MALFORMED_MESSAGE | {\"rollout\":\"" + RUN + "\",\"attempt\":1,\"state\":\"failed\",\"code\":17}",
                "UNKNOWN_ANSWER    | {\"rollout\":\"" + RUN + "\",\"attempt\":1}",
                "UNKNOWN_ANSWER    | {\"rollout\":\"" + RUN + "\",\"attempt\":1,\"state\":\"FAILED\"}",
                "UNKNOWN_ANSWER    | {\"rollout\":\"" + RUN + "\",\"attempt\":1,\"state\":\"waiting\"}"
            })
    void whatIsNoReportIsRefused(String reason, String payload) {
        Misfit misfit = catchThrowableOfType(Misfit.class, () -> read(payload));
        assertThat(misfit.reason()).isEqualTo(reason);
    }

    private static ReportMessage read(String payload) {
        return ReportMessage.read(payload.getBytes(StandardCharsets.UTF_8));
    }
}
