package io.devicetrail.queryside.devicerisk;

import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.twin.Convergence;
import io.devicetrail.queryside.devicerisk.DeviceRisk.Name;
import io.devicetrail.queryside.devicerisk.DeviceRisk.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Adds up a device's risk: points for each thing that is not as it should be, and no more than {@link #MOST}. Of the
 * facts and the time it is given, and nothing else; a device that left service has none.
 */
final class RiskPolicy {
    static final int MOST = 100;
    /** Of the commands of a device, the last so many that ended. */
    static final int LAST_COMMANDS = 20;

    static final int STALE = 40;
    static final int OFFLINE = 30;
    static final int NEVER_HEARD = 20;
    static final int SUSPECT = 15;
    static final int FLAPPING = 15;
    static final int EACH_INCIDENT = 10;
    static final int MOST_OF_INCIDENTS = 20;
    static final int ALL_COMMANDS_FAILED = 20;
    static final int NOT_CERTIFIED = 30;
    static final int CERTIFICATE_ENDS_SOON = 15;
    static final int REFUSED = 15;
    static final int PENDING = 10;

    /** How long before its end a certificate is a risk. */
    static final Duration SOON = Duration.ofDays(30);
    /** How long a device may take to take over what is desired of it. */
    static final Duration LONG = Duration.ofHours(1);

    private RiskPolicy() {}

    static DeviceRisk of(RiskFacts facts, Instant asOf) {
        List<Part> parts = List.of(
                connectivity(facts),
                flapping(facts),
                incidents(facts),
                commands(facts),
                certificate(facts, asOf),
                twin(facts, asOf));
        List<Part> shown = facts.lifeCycle().ended()
                ? parts.stream()
                        .map(part -> new Part(part.name(), 0, "left service"))
                        .toList()
                : parts;
        return new DeviceRisk(
                Math.min(MOST, shown.stream().mapToInt(Part::points).sum()), shown, asOf);
    }

    private static Part connectivity(RiskFacts facts) {
        Connectivity connectivity = facts.connectivity();
        if (connectivity == null) {
            boolean expected = facts.lifeCycle() == LifeCycle.ACTIVE;
            return new Part(Name.CONNECTIVITY, expected ? NEVER_HEARD : 0, "never heard");
        }
        return switch (connectivity) {
            case ONLINE -> new Part(Name.CONNECTIVITY, 0, "online");
            case SUSPECT -> new Part(Name.CONNECTIVITY, SUSPECT, "suspect");
            case OFFLINE -> new Part(Name.CONNECTIVITY, OFFLINE, "offline");
            case STALE -> new Part(Name.CONNECTIVITY, STALE, "stale");
        };
    }

    private static Part flapping(RiskFacts facts) {
        return facts.flapping()
                ? new Part(Name.FLAPPING, FLAPPING, "comes and goes")
                : new Part(Name.FLAPPING, 0, "does not come and go");
    }

    private static Part incidents(RiskFacts facts) {
        int points = Math.min(MOST_OF_INCIDENTS, facts.openIncidents() * EACH_INCIDENT);
        return new Part(Name.INCIDENTS, points, facts.openIncidents() + " open beside those of its connectivity");
    }

    /** In whole points, rounded up: one that failed is never none. */
    private static Part commands(RiskFacts facts) {
        int ended = facts.endedCommands();
        int points = ended == 0 ? 0 : (ALL_COMMANDS_FAILED * facts.failedCommands() + ended - 1) / ended;
        return new Part(Name.COMMANDS, points, facts.failedCommands() + " of the last " + ended + " came to nothing");
    }

    private static Part certificate(RiskFacts facts, Instant asOf) {
        Instant until = facts.certifiedUntil();
        if (facts.certificates() == 0) {
            return new Part(Name.CERTIFICATE, 0, "never had one");
        }
        if (until == null) {
            return new Part(Name.CERTIFICATE, NOT_CERTIFIED, "all revoked");
        }
        if (asOf.isAfter(until)) {
            return new Part(Name.CERTIFICATE, NOT_CERTIFIED, "over since " + until);
        }
        boolean soon = asOf.isAfter(until.minus(SOON));
        return new Part(Name.CERTIFICATE, soon ? CERTIFICATE_ENDS_SOON : 0, "ends " + until);
    }

    private static Part twin(RiskFacts facts, Instant asOf) {
        Instant since = facts.convergenceSince();
        if (since == null || facts.convergence() == Convergence.IN_SYNC) {
            return new Part(Name.TWIN, 0, "as desired");
        }
        if (facts.convergence() == Convergence.REFUSED) {
            return new Part(Name.TWIN, REFUSED, "refused since " + since);
        }
        return new Part(Name.TWIN, asOf.isAfter(since.plus(LONG)) ? PENDING : 0, "pending since " + since);
    }
}
