package io.devicetrail.app.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * The roles of the embedded database. The owner makes and changes tables; the application connects as a role that can
 * only do what the migrations grant. Passwords are made at the first start and live in the home's secrets.
 */
public final class PostgresRoles {
    static final String SUPERUSER = "postgres";
    public static final String DATABASE = "devicetrail";
    public static final String OWNER = "devicetrail_owner";
    public static final String APPLICATION = "devicetrail_app";

    private final Home home;
    private final int port;

    PostgresRoles(Home home, int port) {
        this.home = home;
        this.port = port;
    }

    public String url() {
        return url(DATABASE);
    }

    public String ownerPassword() {
        return home.secret("postgres-owner");
    }

    public String applicationPassword() {
        return home.secret("postgres-app");
    }

    /** Runs at every start and changes nothing when all is as it should be; a crash in the middle is made good. */
    void ensure() {
        try (Connection connection = superuser("postgres")) {
            role(connection, OWNER, ownerPassword());
            role(connection, APPLICATION, applicationPassword());
            if (!exists(connection, "select 1 from pg_database where datname = ?", DATABASE)) {
                execute(connection, "create database " + DATABASE + " owner " + OWNER);
            }
            execute(connection, "revoke all on database " + DATABASE + " from public");
            execute(connection, "grant connect on database " + DATABASE + " to " + APPLICATION);
        } catch (SQLException refused) {
            throw new StartFailure(
                    "PostgreSQL runs, but its roles cannot be set up: " + refused.getMessage(),
                    "If the secrets folder of the home was lost, restore it together with the data",
                    refused);
        }
        try (Connection connection = superuser(DATABASE)) {
            execute(connection, "revoke all on schema public from public");
        } catch (SQLException refused) {
            throw new StartFailure(
                    "PostgreSQL runs, but the database " + DATABASE + " cannot be opened: " + refused.getMessage(),
                    "See the logs folder of the home",
                    refused);
        }
    }

    private void role(Connection connection, String name, String password) throws SQLException {
        String verb = exists(connection, "select 1 from pg_roles where rolname = ?", name) ? "alter" : "create";
        // The password is hexadecimal, made by us: it cannot end the literal.
        execute(
                connection,
                verb + " role " + name + " login nosuperuser nocreatedb nocreaterole noreplication password '"
                        + password + "'");
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet found = statement.executeQuery()) {
                return found.next();
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection superuser(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", SUPERUSER);
        properties.setProperty("password", home.secret("postgres-superuser"));
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "60");
        return DriverManager.getConnection(url(database), properties);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }
}
