package io.devicetrail.artifacts.upload;

import io.devicetrail.artifacts.ArtifactSettings;
import io.devicetrail.artifacts.store.ArtifactStore;
import io.devicetrail.artifacts.store.DirectoryStore;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Uploads beside the store, on one file system, so that the one becomes the other by a rename. */
@Configuration(proxyBeanMethods = false)
class UploadWiring {
    @Bean
    ArtifactStore artifactStore(ArtifactSettings settings, @Value("${devicetrail.home}") Path home) {
        return new DirectoryStore(settings.directoryIn(home));
    }

    @Bean
    UploadFolder uploadFolder(ArtifactSettings settings, @Value("${devicetrail.home}") Path home) {
        return new UploadFolder(settings.directoryIn(home));
    }

    @Bean
    UploadDesk uploadDesk(ArtifactSettings settings, UploadFolder folder, ArtifactStore store) {
        return new UploadDesk(settings, folder, store);
    }

    @Bean
    UploadSweep uploadSweep(ArtifactSettings settings, UploadFolder folder, Clock clock) {
        return new UploadSweep(settings, folder, clock);
    }
}
