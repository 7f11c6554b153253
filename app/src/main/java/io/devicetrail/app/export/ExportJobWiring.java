package io.devicetrail.app.export;

import io.devicetrail.audit.copy.WholeCopy;
import io.devicetrail.audit.job.ExportJobLimits;
import io.devicetrail.audit.job.ExportJobLog;
import io.devicetrail.audit.job.ExportJobs;
import io.devicetrail.audit.job.ExportMaker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** Export jobs of this home, in its folder {@code exports}. The home's lock keeps this process the only one there. */
@Configuration
class ExportJobWiring {
    private static final String FOLDER = "exports";

    @Bean
    ExportJobs exportsInTheHome(
            @Value("${devicetrail.home}") Path home,
            @Value("${devicetrail.minimum-free-disk:2GB}") DataSize leastToStart)
            throws IOException {
        return new ExportJobs(home.resolve(FOLDER), ExportJobLimits.beside(leastToStart.toBytes()));
    }

    @Bean
    SmartLifecycle exportMaking(ExportJobs jobs, WholeCopy copies, ExportJobLog log, Clock clock) {
        return new Making(jobs, copies, log, clock);
    }

    /** Begins when commands are handled, and ends before they are not. */
    private static final class Making implements SmartLifecycle {
        private final ExportJobs jobs;
        private final WholeCopy copies;
        private final ExportJobLog log;
        private final Clock clock;
        private volatile @Nullable ExportMaker maker;

        Making(ExportJobs jobs, WholeCopy copies, ExportJobLog log, Clock clock) {
            this.jobs = jobs;
            this.copies = copies;
            this.log = log;
            this.clock = clock;
        }

        @Override
        public void start() {
            maker = ExportMaker.start(jobs, copies, log, clock);
        }

        @Override
        public void stop() {
            ExportMaker running = maker;
            if (running != null) {
                maker = null;
                running.close();
            }
        }

        @Override
        public boolean isRunning() {
            return maker != null;
        }
    }
}
