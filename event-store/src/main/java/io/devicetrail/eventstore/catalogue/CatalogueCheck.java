package io.devicetrail.eventstore.catalogue;

import io.devicetrail.domain.catalogue.EventCatalogue;
import io.devicetrail.domain.catalogue.StoredEvent;
import io.devicetrail.domain.catalogue.Upcasts;
import java.util.Collection;
import java.util.List;

/** Before anything reads the log: does this version know every kind of event in it? */
public final class CatalogueCheck {
    private CatalogueCheck() {}

    /**
     * @param kinds as {@code name revision}
     * @throws UncataloguedEventException naming every kind this version cannot read
     */
    public static void requireKnown(Collection<String> kinds) {
        List<String> unknown =
                kinds.stream().filter(kind -> !known(kind)).sorted().toList();
        if (!unknown.isEmpty()) {
            throw new UncataloguedEventException("The log holds kinds of events that this version does not know: "
                    + String.join(", ", unknown) + ". Start the version that wrote them, or a newer one.");
        }
    }

    private static boolean known(String kind) {
        int space = kind.lastIndexOf(' ');
        int revision = Integer.parseInt(kind.substring(space + 1));
        return EventCatalogue.named(kind.substring(0, space))
                .filter(stored -> readable(stored, revision))
                .isPresent();
    }

    private static boolean readable(StoredEvent stored, int revision) {
        return revision == stored.revision()
                || Upcasts.from(stored.name(), revision)
                        .filter(step -> readable(stored, revision + 1))
                        .isPresent();
    }
}
