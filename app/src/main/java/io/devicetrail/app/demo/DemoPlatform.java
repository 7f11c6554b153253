package io.devicetrail.app.demo;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** The running platform as the demo sees it. */
interface DemoPlatform {
    URI http();

    /** User name of the first administrator. */
    String administrator();

    /** Their one-time secret; throws {@link DemoFailure} if the home has none to give. */
    String firstSecret();

    /** The broker's address. */
    String mqtt();

    /** Where devices ask for certificates: {@code https://host:port}. */
    String enrolment();

    /** A folder for what the demo writes. */
    Path folder();

    void stopBroker();

    /** Starts the broker again at its old address. */
    void startBroker();

    /** A port nobody listens on. */
    int freePort();

    /** Replays and answers with figures; throws {@link DemoFailure} if a digest differs. */
    Map<String, Object> replay(String token);
}
