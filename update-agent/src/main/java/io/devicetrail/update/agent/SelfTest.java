package io.devicetrail.update.agent;

import io.devicetrail.update.metadata.SoftwareVersion;
import java.nio.file.Path;

/** Whether a new image does its work; run in it, before it is kept. */
@FunctionalInterface
interface SelfTest {
    boolean passes(Path image, SoftwareVersion version);
}
