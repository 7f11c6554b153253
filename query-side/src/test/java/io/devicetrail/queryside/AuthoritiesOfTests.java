package io.devicetrail.queryside;

import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.authority.Authorities;
import io.devicetrail.domain.authority.Authority;
import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.person.PersonId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What people may do, in memory; how the log tells it, the command side's tests show. */
final class AuthoritiesOfTests implements Authorities {
    private final Map<PersonId, Authority> people = new ConcurrentHashMap<>();
    private final Map<ApiKeyId, Authority> keys = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();

    PersonId person(String name, Grant... grants) {
        PersonId person = PersonId.of(PersonId.LOCAL, name);
        set(person, new Authority(true, Set.of(grants)));
        return person;
    }

    void set(PersonId person, Authority authority) {
        people.put(person, authority);
    }

    void set(ApiKeyId key, Authority authority) {
        keys.put(key, authority);
    }

    /** How often somebody's authority was read. */
    int asked() {
        return asked.get();
    }

    @Override
    public Authority of(ApiKeyId key) {
        asked.incrementAndGet();
        return keys.getOrDefault(key, Authority.NONE);
    }

    @Override
    public Authority of(PersonId person) {
        asked.incrementAndGet();
        return people.getOrDefault(person, Authority.NONE);
    }
}
