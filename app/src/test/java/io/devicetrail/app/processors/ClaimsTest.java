package io.devicetrail.app.processors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.eventstore.LogDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Axon's own claims, in a real PostgreSQL. Looks follow each other at once here: who is dead does not live meanwhile. */
class ClaimsTest {
    private static final String NAME = "read-things";
    private static final String OTHER = "1@another-node";
    private static final int LOOKS = 4;
    private static final int AN_HOUR = 3600;

    private final LogDatabase database = new LogDatabase();
    private final JdbcClient owner = JdbcClient.create(database.owner());
    private final JdbcTokenStore tokens = JdbcTokenStore.builder()
            .connectionProvider(database.app()::getConnection)
            .serializer(Jackson3Serializer.builder().build())
            .nodeId(Segments.NODE)
            .claimTimeout(Segments.CLAIM_TIMEOUT)
            .schema(TokenSchema.builder()
                    .setTokenTable("process.token")
                    .setProcessorNameColumn("processor_name")
                    .setTokenTypeColumn("token_type")
                    .build())
            .build();
    private final Claims claims = new Claims(JdbcClient.create(database.app()), LOOKS);
    private TrackingEventProcessor processor = processor(1);

    @AfterEach
    void close() {
        processor.shutDown();
        database.close();
    }

    @Test
    void betweenTwoLooksALivingNodeRenewsItsClaims() {
        assertThat(ProcessorWatch.INTERVAL).isGreaterThan(Segments.CLAIM_TIMEOUT.plus(Processors.CLAIM_INTERVAL));
    }

    @Test
    void aDeadNodesClaimThatIsAnHourAheadKeepsNobodyWaiting() {
        segments(1);
        claimed(0, AN_HOUR);
        processor.start();
        assertThat(look()).isEmpty();
        assertThat(ownerOf(0)).as("seen once, it may live").isEqualTo(OTHER);
        assertThat(look()).isEmpty();
        await().atMost(Segments.CLAIM_TIMEOUT).until(() -> Segments.NODE.equals(ownerOf(0)));
        for (int i = 0; i < 2 * LOOKS; i++) {
            assertThat(look()).isEmpty();
        }
    }

    /** Its clock may be any: here one is an hour ahead, and one an hour behind that nobody has claimed from yet. */
    @Test
    void whatAnotherNodeRenewsStaysTheirs() {
        segments(2);
        for (int i = 0; i < 2 * LOOKS; i++) {
            claimed(0, AN_HOUR + i);
            claimed(1, i - AN_HOUR);
            assertThat(look()).isEmpty();
            assertThat(List.of(ownerOf(0), ownerOf(1))).containsOnly(OTHER);
        }
    }

    /** It writes its token at the start of a batch, and nobody sees that until the end. */
    @Test
    void whoIsInALongBatchLives() throws SQLException {
        segments(1);
        claimed(0, AN_HOUR);
        try (Connection batch = database.owner().getConnection()) {
            batch.setAutoCommit(false);
            JdbcClient.create(new SingleConnectionDataSource(batch, true))
                    .sql("update process.token set timestamp = ''")
                    .update();
            look();
            look();
            look();
            batch.rollback();
        }
        assertThat(ownerOf(0)).isEqualTo(OTHER);
        look();
        assertThat(ownerOf(0)).as("it was the batch that spoke for it").isEmpty();
    }

    @Test
    void aSegmentThatNobodyClaimsIsTold() {
        segments(2);
        processor.start();
        await().until(() -> processor.processingStatus().size() == 1);
        for (int i = 1; i < LOOKS; i++) {
            assertThat(look()).as("it may be on its way to another node").isEmpty();
        }
        assertThat(look()).as("one thread for two segments").containsExactly(NAME);
    }

    @Test
    void aSegmentWhoseTokenIsGoneIsTold() {
        processor = processor(2);
        segments(2);
        processor.start();
        await().until(() -> processor.processingStatus().size() == 2);
        for (int i = 0; i < 2 * LOOKS; i++) {
            assertThat(look()).isEmpty();
        }
        owner.sql("delete from process.token where segment = 1").update();
        await().until(() -> processor.processingStatus().size() == 1);
        for (int i = 1; i < LOOKS; i++) {
            look();
        }
        assertThat(look()).containsExactly(NAME);
    }

    @Test
    void aProcessorWithoutTokensIsTold() {
        for (int i = 1; i < LOOKS; i++) {
            assertThat(look()).as("it may be about to begin").isEmpty();
        }
        assertThat(look()).containsExactly(NAME);
    }

    private Set<String> look() {
        return claims.look(List.of(processor));
    }

    private void segments(int number) {
        tokens.initializeTokenSegments(NAME, number, new GlobalSequenceTrackingToken(-1));
    }

    private void claimed(int segment, int secondsAhead) {
        owner.sql("update process.token set owner = ?, timestamp = ? where segment = ?")
                .params(OTHER, Instant.now().plusSeconds(secondsAhead).toString(), segment)
                .update();
    }

    private String ownerOf(int segment) {
        return owner.sql("select coalesce(owner, '') from process.token where segment = ?")
                .param(segment)
                .query(String.class)
                .single();
    }

    private TrackingEventProcessor processor(int threads) {
        return TrackingEventProcessor.builder()
                .name(NAME)
                .eventHandlerInvoker(SimpleEventHandlerInvoker.builder()
                        .eventHandlers(new Object())
                        .build())
                .messageSource(EmbeddedEventStore.builder()
                        .storageEngine(new InMemoryEventStorageEngine())
                        .build())
                .tokenStore(tokens)
                .transactionManager(NoTransactionManager.instance())
                .trackingEventProcessorConfiguration(Processors.inSegments(NAME, threads, true))
                .build();
    }
}
