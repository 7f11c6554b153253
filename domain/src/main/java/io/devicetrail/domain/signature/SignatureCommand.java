package io.devicetrail.domain.signature;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.RegulatedChange;
import io.devicetrail.domain.shared.Shape;
import java.util.List;
import java.util.regex.Pattern;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked about signatures. */
public sealed interface SignatureCommand {
    SignatureId signature();

    /**
     * Signs. Sent by whoever has verified the proofs at this moment, for nobody but the person themselves.
     *
     * @param expectedHash of what the person was shown
     * @param zone IANA zone in which the time is told beside the name
     * @param offset of that zone from UTC at the moment, such as {@code +01:00}
     * @param session in which they are signed in
     * @param components that they proved for this signature: {@code pwd}, and {@code otp} for a session's first; of
     *     people of an outside issuer what that issuer proved
     */
    record Sign(
            @TargetAggregateIdentifier SignatureId signature,
            SignableRecord record,
            String expectedHash,
            PersonId person,
            SignatureMeaning meaning,
            String zone,
            String offset,
            String session,
            List<String> components)
            implements SignatureCommand, RegulatedChange {
        /** More components than anybody proves at once. */
        private static final int MOST_COMPONENTS = 20;

        private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

        public Sign {
            if (!HASH.matcher(expectedHash).matches()) {
                throw new MalformedInput("expectedHash", "is no SHA-256 in hexadecimal");
            }
            if (!signature.equals(SignatureId.of(record, expectedHash, person, meaning))) {
                throw new MalformedInput("signature", "is not the id of this signature");
            }
            zone = Shape.text("zone", zone);
            offset = Shape.text("offset", offset);
            session = Shape.text("session", session);
            Shape.within("components", components.size(), 1, MOST_COMPONENTS);
            components = List.copyOf(components);
        }
    }
}
