package io.devicetrail.queryside.position;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The digest of tables: every row as PostgreSQL writes it under fixed settings, in the order of the primary key. */
@Component
public class TableDigest {
    private static final int ROWS_PER_FETCH = 1_000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    TableDigest(DataSource dataSource, PlatformTransactionManager transactions) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.jdbc.setFetchSize(ROWS_PER_FETCH);
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /**
     * SHA-256, lower-case hex.
     *
     * @param tables each a table with its order, such as {@code read.site order by site_id}; text in collation "C"
     */
    public String of(String... tables) {
        MessageDigest digest = sha256();
        transaction.executeWithoutResult(status -> {
            // The text of a row depends on these settings of the session.
            jdbc.execute(
                    "set local timezone to 'UTC'; set local datestyle to 'ISO'; set local extra_float_digits to 1");
            for (String table : tables) {
                update(digest, table);
                jdbc.query("select t::text from " + table.replaceFirst(" ", " t "), (RowCallbackHandler)
                        row -> update(digest, row.getString(1)));
            }
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Each text goes in with its length, so that no two contents give the same bytes. */
    public static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
