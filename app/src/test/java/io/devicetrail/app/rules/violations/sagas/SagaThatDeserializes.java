package io.devicetrail.app.rules.violations.sagas;

import java.io.IOException;
import java.io.ObjectInputStream;

@SuppressWarnings("BanSerializableRead")
final class SagaThatDeserializes {
    Object read(ObjectInputStream in) throws IOException, ClassNotFoundException {
        return in.readObject();
    }
}
