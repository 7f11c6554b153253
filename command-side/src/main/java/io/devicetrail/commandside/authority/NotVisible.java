package io.devicetrail.commandside.authority;

import org.axonframework.modelling.command.AggregateNotFoundException;

/** A record of a tenant at which whoever asks has no role: they are told that there is none. */
class NotVisible extends AggregateNotFoundException {
    private static final long serialVersionUID = 1L;

    NotVisible(String tenant) {
        super(tenant, "of a tenant that who asks has no role at");
    }
}
