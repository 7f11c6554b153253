package io.devicetrail.ingress;

import org.axonframework.spring.config.SpringAxonConfiguration;

/**
 * When the ingress starts, and in the opposite order stops: after Axon, whose handlers must be there for the first
 * judgement and the first answer, and with the broker last, so that nothing arrives before there is a place for it.
 */
public final class StartOrder {
    public static final int WRITER = SpringAxonConfiguration.LIFECYCLE_PHASE + 1;
    public static final int ANSWERS = WRITER + 1;
    public static final int JUDGE = ANSWERS + 1;
    public static final int DESIRED = JUDGE;
    public static final int BROKER = JUDGE + 1;

    private StartOrder() {}
}
