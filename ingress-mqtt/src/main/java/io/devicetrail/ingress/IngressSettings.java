package io.devicetrail.ingress;

import io.devicetrail.domain.connectivity.ConnectivityPolicy;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The ingress's settings.
 *
 * @param enabled whether this node takes part at all
 * @param node part of the MQTT client ids: stable over restarts, different on every node
 * @param clients connections that share the telemetry; one more takes everything else
 * @param receiveMaximum unacknowledged messages the broker may have under way on one connection
 * @param sessionExpiry how long the broker keeps messages for this node while it is away
 * @param keepAlive MQTT keep alive
 * @param shortestReconnect first pause after a lost connection; it doubles up to {@code longestReconnect}
 * @param writers transactions that are under way at once, of different devices
 * @param batchSize most messages of one transaction
 * @param linger how long the first message of a batch waits for company
 * @param largestMessageBytes longer messages go to quarantine
 * @param contractWait how long a message of a device that is in the log waits for its contract to be projected
 * @param contractAge a cached contract is read again after this time, as another node may have changed it
 * @param cachedContracts most contracts in memory
 * @param futureTolerance a value measured further ahead of the server's clock is refused
 * @param stragglerWindow a message received this shortly after a will or goodbye was sent before it, and revives nothing
 * @param acknowledgementLanes answers of different commands that are worked on at once
 * @param stateLanes reports of different devices that are worked on at once
 * @param reportLanes rollouts whose devices' reports are worked on at once
 */
@ConfigurationProperties("devicetrail.ingress")
public record IngressSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("one") String node,
        @DefaultValue("4") int clients,
        @DefaultValue("500") int receiveMaximum,
        @DefaultValue("1d") Duration sessionExpiry,
        @DefaultValue("30s") Duration keepAlive,
        @DefaultValue("200ms") Duration shortestReconnect,
        @DefaultValue("5s") Duration longestReconnect,
        @DefaultValue("2") int writers,
        @DefaultValue("1000") int batchSize,
        @DefaultValue("5ms") Duration linger,
        @DefaultValue("65536") int largestMessageBytes,
        @DefaultValue("30s") Duration contractWait,
        @DefaultValue("10s") Duration contractAge,
        @DefaultValue("100000") int cachedContracts,
        @DefaultValue("24h") Duration futureTolerance,
        @DefaultValue("2s") Duration stragglerWindow,
        @DefaultValue("4") int acknowledgementLanes,
        @DefaultValue("4") int stateLanes,
        @DefaultValue("2") int reportLanes,
        @DefaultValue Judge judge,
        @DefaultValue Desired desired,
        @DefaultValue Reminding reminding,
        @DefaultValue Offers offers) {

    public IngressSettings {
        if (clients < 1
                || receiveMaximum < 1
                || receiveMaximum > 65_535
                || writers < 1
                || batchSize < 1
                || acknowledgementLanes < 1
                || stateLanes < 1
                || reportLanes < 1) {
            throw new IllegalArgumentException(
                    "devicetrail.ingress: clients, writers, batch-size, acknowledgement-lanes, state-lanes and report-lanes"
                            + " must be at least 1, receive-maximum 1 to 65535");
        }
    }

    /** Most messages in the memory of one writer: what the broker may have under way, twice, as a reconnect delivers it again. */
    public int queueCapacity() {
        return 2 * (clients + 1) * receiveMaximum;
    }

    /** Most messages of one lane: the same, of the one connection that answers and reports come by. */
    public int laneCapacity() {
        return 2 * receiveMaximum;
    }

    /**
     * The judge of connectivity.
     *
     * @param interval between two looks at the leases
     * @param batchSize most leases of one look
     * @param claim how long a lease under judgement is left alone; a judgement lost in a crash is made again after it
     * @param suspectAfterLeases see {@link ConnectivityPolicy}
     * @param offlineAfterLeases see {@link ConnectivityPolicy}
     * @param staleAfter see {@link ConnectivityPolicy}
     * @param longestGrace after the broker came (back) into reach, a silent device has one suspect interval, but no more
     *     than this, to be heard before its silence counts
     */
    public record Judge(
            @DefaultValue("500ms") Duration interval,
            @DefaultValue("500") int batchSize,
            @DefaultValue("10s") Duration claim,
            @DefaultValue("1.5") double suspectAfterLeases,
            @DefaultValue("3") double offlineAfterLeases,
            @DefaultValue("24h") Duration staleAfter,
            @DefaultValue("10m") Duration longestGrace) {
        public ConnectivityPolicy policy() {
            return new ConnectivityPolicy(suspectAfterLeases, offlineAfterLeases, staleAfter);
        }
    }

    /**
     * Sending all that is desired of a device again.
     *
     * @param interval between two looks at who is to be told
     * @param batchSize most devices of one look
     * @param postponement for how long a device is left alone after it could not be told for another reason than the
     *     broker's absence
     */
    public record Desired(
            @DefaultValue("250ms") Duration interval,
            @DefaultValue("500") int batchSize,
            @DefaultValue("30s") Duration postponement) {}

    /**
     * Telling devices that their certificate is to be renewed.
     *
     * @param interval between two looks at who is to be told
     * @param batchSize most devices of one look
     * @param postponement for how long a device is left alone after it could not be told for another reason than the
     *     broker's absence
     */
    public record Reminding(
            @DefaultValue("1s") Duration interval,
            @DefaultValue("500") int batchSize,
            @DefaultValue("30s") Duration postponement) {
        public Reminding {
            if (!interval.isPositive() || batchSize < 1 || !postponement.isPositive()) {
                throw new IllegalArgumentException("devicetrail.ingress.reminding: interval and postponement must be"
                        + " longer than nothing, batch-size at least 1");
            }
        }
    }

    /**
     * Offers of rollouts.
     *
     * @param interval between two looks at which are to be looked after
     * @param batchSize most offers of one look
     * @param life how long the broker keeps an offer for a device that is away; then it is told again, if it still is
     *     offered it. As long may a device that comes back be told of what was stopped meanwhile
     * @param refusedRest after which an offer that the broker refused is taken back
     */
    public record Offers(
            @DefaultValue("1s") Duration interval,
            @DefaultValue("500") int batchSize,
            @DefaultValue("1h") Duration life,
            @DefaultValue("1m") Duration refusedRest) {
        public Offers {
            if (!interval.isPositive()
                    || batchSize < 1
                    || batchSize > RolloutRunCommand.MOST_OFFERS
                    || life.compareTo(Duration.ofSeconds(1)) < 0
                    || !refusedRest.isPositive()) {
                throw new IllegalArgumentException(
                        "devicetrail.ingress.offers: interval and refused-rest must be longer"
                                + " than nothing, life a second at least, batch-size 1 to "
                                + RolloutRunCommand.MOST_OFFERS);
            }
        }
    }
}
