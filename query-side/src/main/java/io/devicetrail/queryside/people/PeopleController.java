package io.devicetrail.queryside.people;

import io.devicetrail.domain.account.SignInSecretOutcome;
import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.relay.Cursor;
import io.devicetrail.queryside.relay.GlobalId;
import io.devicetrail.queryside.relay.NodeFinder;
import io.devicetrail.queryside.relay.Page;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Answers who somebody is, and who there is. */
@Controller
class PeopleController implements NodeFinder {
    private static final String LIST = "people";

    private final People people;
    private final Accounts accounts;
    private final Positions positions;

    PeopleController(People people, Accounts accounts, Positions positions) {
        this.people = people;
        this.accounts = accounts;
        this.positions = positions;
    }

    @QueryMapping
    @Nullable Person person(@Argument String id, @Argument @Nullable Long after) {
        positions.await(ReadModelName.PEOPLE, after);
        return people.byId(GlobalId.uuid(Person.TYPE, id)).orElse(null);
    }

    @QueryMapping
    Page<Person> people(@Argument int first, @Argument @Nullable String afterCursor, @Argument @Nullable Long after) {
        int size = Page.size(first);
        List<Long> from = Cursor.numbers(LIST, 1, afterCursor);
        positions.await(ReadModelName.PEOPLE, after);
        List<Person> rows = people.list(from.isEmpty() ? Positions.NONE : from.getFirst(), size + 1);
        return Page.of(rows, size, afterCursor != null, person -> Cursor.of(LIST, person.registeredPosition()));
    }

    @BatchMapping(typeName = "Person")
    Map<Person, List<RoleGrant>> roles(List<Person> of) {
        Map<UUID, List<RoleGrant>> grants =
                people.grantsOf(of.stream().map(Person::personId).toList());
        return of.stream()
                .distinct()
                .collect(Collectors.toMap(Function.identity(), p -> grants.getOrDefault(p.personId(), List.of())));
    }

    @BatchMapping(typeName = "Person")
    Map<Person, Account> account(List<Person> of) {
        Map<UUID, Account> known = accounts.of(of.stream().map(Person::personId).toList());
        return of.stream()
                .distinct()
                .filter(person -> known.containsKey(person.personId()))
                .collect(Collectors.toMap(Function.identity(), person -> known.get(person.personId())));
    }

    @SchemaMapping(typeName = "PersonPayload", field = "person")
    @Nullable Person changed(MutationOutcome outcome) {
        return outcome.subject() == null ? null : person(outcome.subject(), outcome.position());
    }

    @SchemaMapping(typeName = "AccountPayload", field = "person")
    @Nullable Person accountChanged(MutationOutcome outcome) {
        return outcome.related() == null ? null : person(outcome.related(), outcome.position());
    }

    /** @param payload a plain outcome where the input was refused before anybody was asked */
    @SchemaMapping(typeName = "SignInSecretPayload", field = "person")
    @Nullable Person letIn(Object payload) {
        return payload instanceof SignInSecretOutcome issued ? accountChanged(issued.outcome()) : null;
    }

    @Override
    public String type() {
        return Person.TYPE;
    }

    @Override
    public Permission permission() {
        return Permission.PERSON;
    }

    @Override
    public @Nullable Object find(String localId) {
        return people.byId(GlobalId.uuid(Person.TYPE, localId)).orElse(null);
    }
}
