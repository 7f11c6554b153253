package io.devicetrail.app.rules.violations.sagas;

import org.axonframework.serialization.xml.XStreamSerializer;

final class SagaThatUsesXStream {
    Class<?> serializer() {
        return XStreamSerializer.class;
    }
}
