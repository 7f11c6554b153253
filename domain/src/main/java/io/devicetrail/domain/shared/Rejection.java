package io.devicetrail.domain.shared;

/** Why a command was refused by a business rule. Clients branch on the code, people read the message. */
public interface Rejection {
    /** Stable, upper snake case; part of the public API. */
    String code();

    /** One sentence for a person, with the mend where there is one. */
    String message();
}
