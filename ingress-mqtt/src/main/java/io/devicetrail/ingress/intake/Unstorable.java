package io.devicetrail.ingress.intake;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Tells the database that refuses a value from the database that is away. */
public final class Unstorable {
    private Unstorable() {}

    /** SQLSTATE 22 (data exception) and 23 (integrity constraint): trying again cannot help. */
    public static boolean isThe(@Nullable Throwable cause) {
        for (Throwable e = cause; e != null; e = e.getCause()) {
            if (e instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23");
            }
        }
        return false;
    }
}
