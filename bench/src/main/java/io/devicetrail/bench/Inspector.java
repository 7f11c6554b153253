package io.devicetrail.bench;

import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Caller;
import org.axonframework.messaging.MetaData;

/** Who does everything in a bench, with the metadata that a person's change carries. */
public final class Inspector {
    public static final MetaData METADATA = MetaData.from(new Caller(
                    ActorType.PERSON,
                    "0199d5a2-7c1e-7c53-9d40-6a1f4d3a9b11",
                    "Ada Operator",
                    "operator",
                    "password",
                    "192.0.2.17",
                    "console/1.0",
                    "maintenance",
                    "Yearly inspection of line four")
            .toMetadata("acme"));

    private Inspector() {}
}
