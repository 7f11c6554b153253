package io.devicetrail.eventstore.stream;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Connections that stop before their commit until they are let go: a writer whose machine pauses at the worst place. */
final class StalledConnections {
    private static final long LONGEST_STALL_SECONDS = 20;

    final CountDownLatch atCommit = new CountDownLatch(1);
    private final CountDownLatch letGo = new CountDownLatch(1);

    void letGo() {
        letGo.countDown();
    }

    DataSource of(DataSource real) {
        return (DataSource) Proxy.newProxyInstance(
                StalledConnections.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                    Object result = call(() -> method.invoke(real, arguments));
                    return result instanceof Connection connection ? of(connection) : result;
                });
    }

    private Connection of(Connection real) {
        return (Connection) Proxy.newProxyInstance(
                StalledConnections.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        atCommit.countDown();
                        if (!letGo.await(LONGEST_STALL_SECONDS, TimeUnit.SECONDS)) {
                            throw new SQLException("never let go");
                        }
                    }
                    return call(() -> method.invoke(real, arguments));
                });
    }

    private static Object call(Reflected call) throws Throwable {
        try {
            return call.invoke();
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private interface Reflected {
        Object invoke() throws ReflectiveOperationException;
    }
}
