package io.devicetrail.domain.connectivity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Judges connectivity from a lease and the time, and nothing else.
 *
 * @param suspectAfterLeases silence, in leases, after which a device is suspect
 * @param offlineAfterLeases silence, in leases, after which it is offline
 * @param staleAfter silence after which its last values must not be relied on
 */
public record ConnectivityPolicy(double suspectAfterLeases, double offlineAfterLeases, Duration staleAfter) {
    public static final ConnectivityPolicy DEFAULT = new ConnectivityPolicy(1.5, 3.0, Duration.ofHours(24));

    public ConnectivityPolicy {
        if (suspectAfterLeases < 1 || offlineAfterLeases <= suspectAfterLeases) {
            throw new IllegalArgumentException("a device must be suspect after at least one lease, offline later");
        }
    }

    public Judgement judge(Lease lease, Instant now) {
        Instant suspectAt = lease.lastActivityAt().plus(leases(lease, suspectAfterLeases));
        Instant silentAt = lease.lastActivityAt().plus(leases(lease, offlineAfterLeases));
        Instant staleAt = latest(lease.lastActivityAt().plus(staleAfter), silentAt);
        Instant goneAt = lease.goneAt();
        if (!now.isBefore(staleAt)) {
            return new Judgement(Connectivity.STALE, List.of(ConnectivityReason.SILENT_TOO_LONG), staleAt, null);
        }
        if (goneAt != null) {
            ConnectivityReason reason =
                    lease.will() ? ConnectivityReason.WILL_RECEIVED : ConnectivityReason.SAID_GOODBYE;
            return new Judgement(Connectivity.OFFLINE, List.of(reason), goneAt, staleAt);
        }
        if (!now.isBefore(silentAt)) {
            return new Judgement(Connectivity.OFFLINE, List.of(ConnectivityReason.LEASE_EXPIRED), silentAt, staleAt);
        }
        if (!now.isBefore(suspectAt)) {
            return new Judgement(Connectivity.SUSPECT, List.of(ConnectivityReason.LEASE_OVERDUE), suspectAt, silentAt);
        }
        return new Judgement(
                Connectivity.ONLINE, List.of(ConnectivityReason.HEARD_FROM_DEVICE), lease.lastActivityAt(), suspectAt);
    }

    private static Duration leases(Lease lease, double count) {
        return Duration.ofMillis(Math.round(lease.leaseSeconds() * 1_000.0 * count));
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
