package io.devicetrail.commandside.reference;

import io.devicetrail.domain.devicemodel.ModelVersionFindings;
import io.devicetrail.domain.devicemodel.ModelVersionFindings.Finding;
import java.util.List;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what a version that only reports would have refused, of requests that the log has taken and of no others: one that
 * loses to another, or finds the log away, is sent again, and would count each time.
 */
public final class CountedFindings {
    private static final Logger LOG = LoggerFactory.getLogger(CountedFindings.class);

    private CountedFindings() {}

    /** From the handler of the request. Once it is stored, a figure that cannot be kept makes no failure of it. */
    public static void countIfStored(ModelVersionFindings findings, Finding finding) {
        CurrentUnitOfWork.get().afterCommit(stored -> {
            try {
                findings.note(List.of(finding));
            } catch (RuntimeException e) {
                LOG.warn(
                        "That version {} of {} would have refused {} of device {} is not counted: {}",
                        finding.version(),
                        finding.model(),
                        finding.subject(),
                        finding.device(),
                        e.toString());
            }
        });
    }
}
