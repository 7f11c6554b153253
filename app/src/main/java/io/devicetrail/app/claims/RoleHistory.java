package io.devicetrail.app.claims;

import io.devicetrail.domain.person.PersonEvent;
import io.devicetrail.domain.person.PersonEvent.PersonDeactivated;
import io.devicetrail.domain.person.PersonEvent.PersonReactivated;
import io.devicetrail.domain.person.PersonEvent.PersonRegistered;
import io.devicetrail.domain.person.PersonEvent.RoleGranted;
import io.devicetrail.domain.person.PersonEvent.RoleRevoked;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Metadata;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.eventhandling.DomainEventMessage;

/**
 * Who had the last word on each role of somebody's, by their own stream. A mapping takes away what it gave, and gives what
 * nobody took away by hand.
 */
final class RoleHistory {
    private final String process;
    private final Map<MappedRole, Word> words = new HashMap<>();
    private boolean registered;
    private boolean active;

    /** @param process by whose name the mapping acts */
    RoleHistory(String process) {
        this.process = process;
    }

    /** @param mappings whether it was the mapping's */
    private record Word(boolean held, boolean mappings) {}

    void add(DomainEventMessage<?> message) {
        if (!(message.getPayload() instanceof PersonEvent event)) {
            return;
        }
        boolean mappings = ActorType.PROCESS.name().equals(message.getMetaData().get(Metadata.ACTOR_TYPE))
                && process.equals(message.getMetaData().get(Metadata.ACTOR_ID));
        switch (event) {
            case PersonRegistered registration -> {
                registered = true;
                active = true;
            }
            case PersonDeactivated deactivation -> active = false;
            case PersonReactivated reactivation -> active = true;
            case RoleGranted e -> words.put(new MappedRole(e.role(), e.tenant(), e.site()), new Word(true, mappings));
            case RoleRevoked e -> words.put(new MappedRole(e.role(), e.tenant(), e.site()), new Word(false, mappings));
        }
    }

    boolean registered() {
        return registered;
    }

    /** What the mapping has given and the token no longer brings, in a fixed order. */
    List<MappedRole> toRevoke(Set<MappedRole> brought) {
        return words.entrySet().stream()
                .filter(each -> each.getValue().held() && each.getValue().mappings())
                .map(Map.Entry::getKey)
                .filter(role -> !brought.contains(role))
                .sorted()
                .toList();
    }

    /** What the token brings, is not held, and was not revoked by anybody else since; nothing for who is deactivated. */
    List<MappedRole> toGrant(Collection<MappedRole> brought) {
        return brought.stream()
                .filter(role -> active || !registered)
                .filter(role -> {
                    Word word = words.get(role);
                    return word == null || !word.held() && word.mappings();
                })
                .sorted(Comparator.naturalOrder())
                .toList();
    }
}
