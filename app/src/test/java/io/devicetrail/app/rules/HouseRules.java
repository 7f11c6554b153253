package io.devicetrail.app.rules;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import io.devicetrail.domain.shared.ReadModel;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.gateway.EventGateway;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.axonframework.serialization.Revision;
import org.axonframework.spring.stereotype.Aggregate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/**
 * At most twelve rules. Those that may find no class to look at say so; {@link HouseRulesTest} checks that their
 * packages exist, so that none is green for want of a subject.
 */
final class HouseRules {
    private static final Set<Class<?>> CLOCKS =
            Set.of(Instant.class, LocalDate.class, LocalDateTime.class, OffsetDateTime.class, ZonedDateTime.class);

    private HouseRules() {}

    /** By name. */
    static Map<String, ArchRule> of(Packages packages) {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("domain stands alone", domainStandsAlone(packages));
        rules.put("no sideways imports", noSidewaysImports(packages));
        rules.put("one injected clock", oneInjectedClock(packages));
        rules.put("no sleeping", noSleeping());
        rules.put("events are revisioned records of a sealed vocabulary", eventsAreRevisionedRecords(packages));
        rules.put("aggregates are package-private", aggregatesArePackagePrivate());
        rules.put(
                "projections are package-private and send nothing",
                CompositeArchRule.of(projectionsArePackagePrivate()).and(readModelsSendNothing()));
        rules.put("what is derived depends on the log alone", derivedDependsOnTheLogAlone(packages));
        rules.put("the audit trail reads the log alone", auditReadsTheLogAlone(packages));
        rules.put("no old dates", noOldDates(packages));
        rules.put("no XStream and no Java serialization", noForeignSerialization());
        rules.put("no field injection", noFieldInjection());
        return rules;
    }

    private static ArchRule domainStandsAlone(Packages packages) {
        DescribedPredicate<JavaClass> allowed = resideInAnyPackage(
                        Packages.within(packages.domain()),
                        "java..",
                        "org.jspecify..",
                        "com.fasterxml.jackson.annotation..")
                .or(assignableTo(TargetAggregateIdentifier.class))
                .or(assignableTo(Revision.class))
                .as("the domain, the JDK, JSpecify, jackson-annotations or Axon's two annotations");
        return classes()
                .that()
                .resideInAPackage(Packages.within(packages.domain()))
                .should()
                .onlyDependOnClassesThat(allowed.or(describe("primitive", HouseRules::isPrimitive)))
                .because("the domain outlives its frameworks: use a port in the module that needs the library");
    }

    private static ArchRule noSidewaysImports(Packages packages) {
        return slices().matching(packages.root() + ".(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(alwaysTrue(), resideInAPackage(Packages.within(packages.domain())))
                .ignoreDependency(resideInAPackage(Packages.within(packages.app())), alwaysTrue())
                // ADR 0065: the platform signs what the device's side checks.
                .ignoreDependency(
                        resideInAPackage(Packages.within(packages.artifacts() + ".updates")),
                        resideInAPackage(Packages.within(packages.updateMetadata())))
                .because("modules talk by messages: use a command, event or query type of domain; app wires");
    }

    /** The wiring is app, the edge bridge's own root package, and the update agent's command line among its own. */
    private static ArchRule oneInjectedClock(Packages packages) {
        DescribedPredicate<JavaMethodCall> readsTheTime = describe("reads the time of day", call -> {
            JavaClass owner = call.getTargetOwner();
            String name = call.getName();
            return (name.equals("now") && CLOCKS.stream().anyMatch(owner::isEquivalentTo) && noClockGiven(call))
                    || (owner.isEquivalentTo(Clock.class) && (name.startsWith("system") || name.matches("tick.+")))
                    || (owner.isEquivalentTo(InstantSource.class) && name.equals("system"))
                    || (owner.isEquivalentTo(System.class) && name.equals("currentTimeMillis"));
        });
        return noClasses()
                .that(not(resideInAnyPackage(Packages.within(packages.app()), packages.edge(), packages.updateAgent())))
                .should(callMethodWhere(readsTheTime))
                .because("time must be the test's to give: use the injected java.time.Clock");
    }

    private static ArchRule noSleeping() {
        return noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .because("sleeping guesses: use a scheduler, a condition with a timeout, or Awaitility in tests");
    }

    private static ArchRule eventsAreRevisionedRecords(Packages packages) {
        return classes()
                .that()
                .resideInAPackage(Packages.within(packages.domain()))
                .and(describe("implement an interface named …Event", HouseRules::isEvent))
                .should(new BeStoredEvents())
                .because("an event is a record of law: use a record with @Revision nested in the sealed …Event");
    }

    private static ArchRule aggregatesArePackagePrivate() {
        return classes()
                .that()
                .areAnnotatedWith(Aggregate.class)
                .should()
                .bePackagePrivate()
                .allowEmptyShould(true)
                .because("nobody calls an aggregate: use its commands by the CommandGateway");
    }

    private static ArchRule projectionsArePackagePrivate() {
        return classes()
                .that()
                .haveSimpleNameEndingWith("Projection")
                .or(describe("are read models", c -> c.isAssignableTo(ReadModel.class) && !c.isInterface()))
                .should()
                .bePackagePrivate()
                .allowEmptyShould(true)
                .because("nobody calls a projection: use the query it answers, or ReadModel to rebuild it");
    }

    private static ArchRule readModelsSendNothing() {
        return noClasses()
                .that()
                .areAssignableTo(ReadModel.class)
                .should()
                .dependOnClassesThat(assignableTo(CommandGateway.class)
                        .or(assignableTo(CommandBus.class))
                        .or(assignableTo(EventGateway.class))
                        .or(assignableTo(EventBus.class)))
                .because("their processors do not say what a message was caused by (ADR 0075)");
    }

    private static ArchRule derivedDependsOnTheLogAlone(Packages packages) {
        DescribedPredicate<JavaMethodCall> differs = describe("differs from run to run or machine to machine", call -> {
            JavaClass owner = call.getTargetOwner();
            String name = call.getName();
            return (owner.isEquivalentTo(UUID.class) && name.equals("randomUUID"))
                    || (owner.isEquivalentTo(Math.class) && name.equals("random"))
                    || owner.isAssignableTo(Random.class)
                    || (owner.isEquivalentTo(ZoneId.class) && name.equals("systemDefault"))
                    || (owner.isEquivalentTo(TimeZone.class) && name.equals("getDefault"))
                    || (owner.isEquivalentTo(Locale.class) && name.equals("getDefault"))
                    || (owner.isEquivalentTo(String.class)
                            && (name.equals("toLowerCase") || name.equals("toUpperCase"))
                            && call.getTarget().getRawParameterTypes().isEmpty());
        });
        return noClasses()
                .that(resideInAnyPackage(
                                Packages.within(packages.domain()),
                                Packages.within(packages.audit()),
                                Packages.within(packages.querySide()))
                        .as("reside in domain, audit-export or query-side"))
                .should(callMethodWhere(differs))
                .because("the same log gives the same bytes: use the event's own ids and times, UTC and Locale.ROOT");
    }

    private static ArchRule auditReadsTheLogAlone(Packages packages) {
        return noClasses()
                .that()
                .resideInAPackage(Packages.within(packages.audit()))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..", "javax.sql..", "org.springframework.jdbc..", "co.elastic..", "graphql..")
                .because("a projection can be wrong, the log cannot: use LogReader");
    }

    private static ArchRule noOldDates(Packages packages) {
        String certificates = packages.audit() + ".timestamp.CertificatePath";
        return noClasses()
                .that(not(describe(
                        "speaks with interfaces for certificates",
                        c -> c.getName().equals(certificates))))
                .should()
                .dependOnClassesThat(describe(
                        "are java.util.Date, Calendar or java.text formats",
                        c -> c.isEquivalentTo(Date.class)
                                || c.isAssignableTo(Calendar.class)
                                || c.isAssignableTo(java.text.DateFormat.class)))
                .because("they hide zone and locale: use java.time");
    }

    private static ArchRule noForeignSerialization() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.thoughtworks.xstream..", "org.axonframework.serialization.xml..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.io.ObjectInputStream.class)
                .because("they store Java names and run what they read: use the catalogue serializer on Jackson 3");
    }

    private static ArchRule noFieldInjection() {
        return noFields()
                .should()
                .beAnnotatedWith(Autowired.class)
                .orShould()
                .beAnnotatedWith(Value.class)
                .orShould()
                .beAnnotatedWith("jakarta.inject.Inject")
                .orShould()
                .beAnnotatedWith("jakarta.annotation.Resource")
                .because("a field can be forgotten in a test: use the constructor");
    }

    private static boolean isEvent(JavaClass type) {
        return !type.isInterface()
                && type.getAllRawInterfaces().stream()
                        .anyMatch(i -> i.getSimpleName().endsWith("Event"));
    }

    private static boolean isPrimitive(JavaClass type) {
        return type.getBaseComponentType().isPrimitive();
    }

    private static boolean noClockGiven(JavaMethodCall call) {
        return call.getTarget().getRawParameterTypes().stream().noneMatch(p -> p.isEquivalentTo(Clock.class));
    }
}
