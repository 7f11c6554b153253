package io.devicetrail.ingress.presence;

import io.devicetrail.ingress.IngressSettings;
import io.devicetrail.ingress.Rounds;
import io.devicetrail.ingress.StartOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the judge look at the leases again and again. */
public final class JudgeRounds extends Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(JudgeRounds.class);

    private final ConnectivityJudge judge;
    private final IngressSettings.Judge settings;

    public JudgeRounds(ConnectivityJudge judge, IngressSettings.Judge settings) {
        super("ingress-judge", settings.interval(), StartOrder.JUDGE);
        this.judge = judge;
        this.settings = settings;
    }

    @Override
    protected void round() {
        try {
            while (isRunning() && judge.judgeDue() >= settings.batchSize()) {
                LOG.debug("more leases are due than one look takes");
            }
        } catch (RuntimeException e) {
            LOG.warn("The leases could not be judged: {}", e.toString());
        }
    }
}
