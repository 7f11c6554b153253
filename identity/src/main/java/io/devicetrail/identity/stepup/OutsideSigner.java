package io.devicetrail.identity.stepup;

import io.devicetrail.domain.person.PersonId;

/**
 * Somebody of an outside issuer, in the browser in which they sign.
 *
 * @param issuer address of who vouched for them
 */
public record OutsideSigner(PersonId person, String printedName, String session, String issuer) {}
