package io.devicetrail.ingress.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.shared.MalformedInput;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {
    private static final String DEVICE = "0f8fad5b-d9cb-469f-a165-70867728950e";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "telemetry",
                "state",
                "event",
                "log",
                "presence",
                "command",
                "desired",
                "rollout",
                "update",
                "certificate",
                "ack/7c9e6679-7425-40de-944b-e07fc1f90ae7"
            })
    void everyTopicIsPrintedAsItWasRead(String tail) {
        String text = "dt/v1/acme/" + DEVICE + "/" + tail;

        assertThat(Topic.parse(text).print()).isEqualTo(text);
        assertThat(Topic.parse(text).device()).hasToString(DEVICE);
        assertThat(Topic.parse(text).tenant()).hasToString("acme");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dt/v1",
                "dt/v2/acme/" + DEVICE + "/telemetry",
                "/dt/v1/acme/" + DEVICE + "/telemetry",
                "dt/v1/acme/" + DEVICE,
                "dt/v1/acme/" + DEVICE + "/",
                "dt/v1/acme/" + DEVICE + "/telemetry/",
                "dt/v1/acme/" + DEVICE + "/update/",
                "dt/v1/acme/" + DEVICE + "/Update",
                "dt/v1/acme/" + DEVICE + "/Telemetry",
                "dt/v1/acme/" + DEVICE + "/telemetry/more",
                "dt/v1/acme/" + DEVICE + "/ack",
                "dt/v1/acme/" + DEVICE + "/ack/",
                "dt/v1/acme/" + DEVICE + "/ack/1-1-1-1-1",
                "dt/v1/acme/" + DEVICE + "/ack/7C9E6679-7425-40DE-944B-E07FC1F90AE7",
                "dt/v1/ACME/" + DEVICE + "/telemetry",
                "dt/v1//" + DEVICE + "/telemetry",
                "dt/v1/acme/0F8FAD5B-D9CB-469F-A165-70867728950E/telemetry",
                "dt/v1/acme/1-1-1-1-1/telemetry",
                "dt/v1/acme/not-an-id/telemetry",
            })
    void whatIsNotExactlyATopicIsRefused(String text) {
        assertThatThrownBy(() -> Topic.parse(text)).isInstanceOf(MalformedInput.class);
    }
}
