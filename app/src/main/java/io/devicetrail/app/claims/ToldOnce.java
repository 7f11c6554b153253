package io.devicetrail.app.claims;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes each warning once: what is refused now is refused at the next token as well. */
final class ToldOnce {
    /** Warnings that are known again; the one that was written longest ago is written anew. */
    static final int MOST = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(ToldOnce.class);

    private final Map<String, Boolean> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    };

    void warn(String about, String text, @Nullable Object... values) {
        synchronized (this) {
            if (told.put(about, true) != null) {
                return;
            }
        }
        LOG.warn(text, values);
    }
}
