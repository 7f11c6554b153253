package io.devicetrail.app.claims;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ToldOnceTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(ToldOnce.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final ToldOnce told = new ToldOnce();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    /** Whoever asks every second would fill the log with it, and people could fill the memory. */
    @Test
    void eachWarningIsWrittenOnceAndSoManyAreRemembered() {
        told.warn("eve", "first");
        told.warn("eve", "again");
        assertThat(lines.list).extracting(ILoggingEvent::getMessage).containsExactly("first");
        for (int i = 0; i < ToldOnce.MOST; i++) {
            told.warn("other " + i, "other");
        }
        lines.list.clear();
        told.warn("other " + (ToldOnce.MOST - 1), "again");
        told.warn("eve", "anew");
        assertThat(lines.list).extracting(ILoggingEvent::getMessage).containsExactly("anew");
    }
}
