package io.devicetrail.eventstore.stream;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A source of connections that counts the rows that are read through them. */
final class CountedRows {
    private static final List<Class<?>> COUNTED = List.of(Connection.class, PreparedStatement.class, ResultSet.class);

    private final AtomicInteger rows = new AtomicInteger();
    private final DataSource source;

    CountedRows(DataSource real) {
        source = (DataSource) counted(DataSource.class, real);
    }

    DataSource source() {
        return source;
    }

    int rows() {
        return rows.get();
    }

    private Object counted(Class<?> as, Object real) {
        return Proxy.newProxyInstance(
                CountedRows.class.getClassLoader(), new Class<?>[] {as}, (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(real, arguments);
                        if (method.getName().equals("next") && Boolean.TRUE.equals(answer)) {
                            rows.incrementAndGet();
                        }
                        return COUNTED.contains(method.getReturnType())
                                ? counted(method.getReturnType(), answer)
                                : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }
}
