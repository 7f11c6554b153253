package io.devicetrail.app.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Optional;
import org.axonframework.serialization.Revision;

/** A record with {@code @Revision}, nested in a sealed interface. */
final class BeStoredEvents extends ArchCondition<JavaClass> {
    BeStoredEvents() {
        super("be records with @Revision nested in a sealed interface");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        if (!type.isRecord()) {
            events.add(SimpleConditionEvent.violated(type, type.getName() + " is no record"));
        }
        if (!type.isAnnotatedWith(Revision.class)) {
            events.add(SimpleConditionEvent.violated(type, type.getName() + " has no @Revision"));
        }
        if (!isSealed(type.getEnclosingClass())) {
            events.add(SimpleConditionEvent.violated(type, type.getName() + " is not nested in a sealed interface"));
        }
    }

    private static boolean isSealed(Optional<JavaClass> enclosing) {
        return enclosing.map(JavaClass::reflect).map(Class::isSealed).orElse(false);
    }
}
