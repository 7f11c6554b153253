package io.devicetrail.queryside.people;

import io.devicetrail.domain.account.AccountEvent;
import io.devicetrail.queryside.access.ReachedTables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps the accounts of people, for {@link PeopleProjection}, and finds them. Sessions and tokens leave no trace here. */
@Component
class Accounts {
    private final JdbcClient jdbc;
    private final ReachedTables tables;

    Accounts(JdbcClient jdbc, ReachedTables tables) {
        this.tables = tables;
        this.jdbc = jdbc;
    }

    /** Of somebody to whose account nothing has happened there is no entry. */
    Map<UUID, Account> of(Collection<UUID> people) {
        List<Map.Entry<UUID, Account>> rows = tables.sql("select * from read.account where person_id = any(?)")
                .param(people.toArray(UUID[]::new))
                .query((row, number) -> Map.entry(row.getObject("person_id", UUID.class), account(row)))
                .list();
        return rows.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    void project(AccountEvent event, Instant recordedAt) {
        switch (event) {
            case AccountEvent.SignInSecretIssued e -> set(e, "secret_expires_at = ?", at(e.expiresAt()));
            case AccountEvent.PasswordSet e -> set(e, "secret_expires_at = null, password_set_at = ?", at(recordedAt));
            case AccountEvent.SecondFactorEnrolled e -> set(e, "second_factor = ?", e.method());
            case AccountEvent.SecondFactorReset e -> set(e, "second_factor = ?", null);
            case AccountEvent.SignedIn e -> set(e, "locked_until = null, last_sign_in_at = ?", at(recordedAt));
            case AccountEvent.SignedInElsewhere e -> {}
            case AccountEvent.AccountLocked e -> set(e, "locked_until = ?", at(e.until()));
            case AccountEvent.AccountUnlocked e -> set(e, "locked_until = ?", null);
            case AccountEvent.SignInFailed e -> {}
            case AccountEvent.SignedOut e -> {}
            case AccountEvent.TokenIssued e -> {}
        }
    }

    private void set(AccountEvent event, String assignments, @Nullable Object value) {
        UUID person = event.person().value();
        jdbc.sql("insert into read.account (person_id) values (?) on conflict do nothing")
                .param(person)
                .update();
        jdbc.sql("update read.account set " + assignments + " where person_id = ?")
                .param(value)
                .param(person)
                .update();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                instant(row, "password_set_at"),
                row.getString("second_factor"),
                instant(row, "last_sign_in_at"),
                instant(row, "locked_until"),
                instant(row, "secret_expires_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
