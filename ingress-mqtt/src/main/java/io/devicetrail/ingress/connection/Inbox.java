package io.devicetrail.ingress.connection;

/** Where messages go. */
@FunctionalInterface
public interface Inbox {
    /** Never waits: it runs on the connection's own thread. False: there is no room, and the message was not taken. */
    boolean offer(Delivery delivery);
}
