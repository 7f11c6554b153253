package io.devicetrail.ingress.intake;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells the database that refuses a value from the database that is away. */
public final class Unstorable {
    /** Classes of SQLSTATE that speak of the values at hand. */
    private static final Set<String> ABOUT_VALUES = Set.of("21", "22", "23", "P0");
    /** A row too long for a page or an index. */
    private static final String TOO_LONG = "54000";

    private static final int CLASS = 2;

    private Unstorable() {}

    /** Whether trying again cannot help. */
    public static boolean isThe(@Nullable Throwable cause) {
        for (Throwable e = cause; e != null; e = e.getCause()) {
            if (e instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                return state.equals(TOO_LONG)
                        || state.length() > CLASS && ABOUT_VALUES.contains(state.substring(0, CLASS));
            }
        }
        return false;
    }
}
