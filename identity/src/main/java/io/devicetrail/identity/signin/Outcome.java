package io.devicetrail.identity.signin;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.identity.credential.SecondFactor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of an attempt. */
public sealed interface Outcome {

    /**
     * Signed in; the log has it.
     *
     * @param session the claim {@code sid}
     * @param methods the claim {@code amr}
     */
    record SignedIn(PersonId person, String userName, String printedName, String session, List<String> methods)
            implements Outcome {}

    /**
     * The proofs are right so far; a password or a second factor is still to be chosen.
     *
     * @param passwordDue whether a new password has to be set
     * @param offer of a second factor; null if one is enrolled already
     */
    record Due(boolean passwordDue, @Nullable Offer offer) implements Outcome {}

    /**
     * A second factor for whoever showed the proof just now, and for nobody after them: it is new each time, and kept
     * in their browser's session alone. Who showed the proof earlier knows another, which enrols nothing.
     *
     * @param address for the authenticator, {@code otpauth:}. A secret
     */
    record Offer(SecondFactor factor, String address) {
        @Override
        public String toString() {
            return "Offer";
        }
    }

    /** The new password is not taken, or the code beside it did not fit; nothing changed. */
    record Unfit(String complaint) implements Outcome {}

    /** The same whatever was wrong: name, password, code, or a lock. */
    record Refused() implements Outcome {}

    /** What was chosen counts from now on; letting the person in at once did not work. They sign in by it shortly. */
    record Kept() implements Outcome {}

    /** Nothing was decided: too much at once, or the log cannot be reached. */
    record Unavailable() implements Outcome {}
}
