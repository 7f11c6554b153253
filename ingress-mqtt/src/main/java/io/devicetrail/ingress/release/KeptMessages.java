package io.devicetrail.ingress.release;

import io.devicetrail.domain.quarantine.QuarantinedMessage;
import io.devicetrail.domain.quarantine.QuarantinedMessage.Objection;
import io.devicetrail.domain.quarantine.QuarantinedMessages;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.ingress.quarantine.Misfit;
import io.devicetrail.ingress.quarantine.QuarantineStore;
import io.devicetrail.ingress.quarantine.QuarantineStore.Kept;
import io.devicetrail.ingress.topic.Topic;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is in quarantine, as the domain asks for it. */
public final class KeptMessages implements QuarantinedMessages {
    private final QuarantineStore quarantine;
    private final SecondReading reading;

    public KeptMessages(QuarantineStore quarantine, SecondReading reading) {
        this.quarantine = quarantine;
        this.reading = reading;
    }

    @Override
    public Optional<QuarantinedMessage> find(long number) {
        return quarantine.find(number).flatMap(this::asAsked);
    }

    private Optional<QuarantinedMessage> asAsked(Kept kept) {
        Topic topic;
        try {
            topic = Topic.parse(kept.topic());
        } catch (MalformedInput noDevice) {
            return Optional.empty();
        }
        return Optional.of(new QuarantinedMessage(
                topic.tenant(),
                topic.device(),
                kept.reason(),
                kept.receivedAt(),
                kept.size(),
                sha256(kept),
                objectionTo(kept)));
    }

    private @Nullable Objection objectionTo(Kept kept) {
        if (reading.isStored(kept)) {
            return null;
        }
        try {
            reading.read(kept);
            return null;
        } catch (Misfit misfit) {
            return new Objection(misfit.reason(), misfit.detail());
        }
    }

    static String sha256(Kept kept) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(kept.payload()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
