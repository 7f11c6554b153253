package io.devicetrail.pki.est;

import org.apache.catalina.connector.Connector;
import org.jspecify.annotations.Nullable;

/** Where devices enrol, once the application has started. */
public final class EnrolmentPort {
    private volatile @Nullable Connector connector;

    EnrolmentPort() {}

    void opened(Connector opened) {
        connector = opened;
    }

    /** The port that is listened at; -1 where devices cannot enrol. */
    public int number() {
        Connector opened = connector;
        return opened == null ? -1 : opened.getLocalPort();
    }
}
