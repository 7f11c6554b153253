package io.devicetrail.artifacts.updates;

import io.devicetrail.domain.artifact.KnownArtifacts;
import io.devicetrail.domain.release.KnownSoftwareReleases;
import io.devicetrail.update.metadata.DurableFiles;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The repositories, beside the artifacts. */
@Configuration(proxyBeanMethods = false)
class UpdateWiring {
    @Bean
    Updates updates(
            UpdateSettings settings,
            @Value("${devicetrail.home}") Path home,
            KnownSoftwareReleases releases,
            KnownArtifacts artifacts,
            Clock clock) {
        return new Updates(
                settings.directoryIn(home), settings.keysIn(home), releases, artifacts, DurableFiles.onDisk(), clock);
    }
}
