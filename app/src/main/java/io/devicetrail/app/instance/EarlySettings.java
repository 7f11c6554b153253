package io.devicetrail.app.instance;

import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.embedded.StartFailure;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * The settings that protect an installation, read once before any part is started. A value that does not fit is told in
 * seconds, and a misspelt name, which would silently leave a default in force, is refused.
 */
final class EarlySettings {
    static final Set<String> PREFIXES = Set.of(
            "devicetrail.sign-in",
            "devicetrail.sign",
            "devicetrail.limits",
            "devicetrail.alerts",
            "devicetrail.graphql");

    /** Those that the application reads one by one; the others are found with the record that holds them. */
    static final Set<String> SINGLE = Set.of("devicetrail.graphql.allow-list", "devicetrail.graphql.longest-request");

    private EarlySettings() {}

    /**
     * @param variables of the environment
     * @throws StartFailure if one does not fit, or there is none of that name
     */
    static void check(Settings settings, Map<String, String> variables) {
        Set<ConfigurationPropertyName> known = known(settings);
        StreamSupport.stream(
                        ConfigurationPropertySources.from(settings.environment().getPropertySources())
                                .spliterator(),
                        false)
                .filter(source -> source instanceof IterableConfigurationPropertySource && !isEnvironment(source))
                .flatMap(source -> ((IterableConfigurationPropertySource) source).stream())
                .filter(name -> isGuarded(name) && !known.contains(name))
                .findFirst()
                .ifPresent(name -> refuse(name.toString(), known));
        // A variable does not tell where a name has dots and where dashes: only its letters are compared.
        Set<String> letters =
                known.stream().map(name -> letters(name.toString())).collect(Collectors.toSet());
        variables.keySet().stream()
                .filter(name -> isGuarded(name) && !letters.contains(letters(name)))
                .findFirst()
                .ifPresent(name -> refuse(name, known));
    }

    /** Every name that the application asks for, those below what was set among them. */
    static Set<ConfigurationPropertyName> known(Settings settings) {
        Set<ConfigurationPropertyName> known =
                SINGLE.stream().map(ConfigurationPropertyName::of).collect(Collectors.toCollection(HashSet::new));
        BindHandler asked = new BindHandler() {
            @Override
            public <T> Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
                known.add(name);
                return target;
            }
        };
        for (Class<?> type : records()) {
            settings.bound(prefix(type), type, asked);
        }
        return known;
    }

    /** In the order of their names, so that of several mistakes always the same one is told. */
    private static List<? extends Class<?>> records() {
        ClassPathScanningCandidateComponentProvider scan =
                new ClassPathScanningCandidateComponentProvider(false, new StandardEnvironment());
        scan.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        return scan.findCandidateComponents("io.devicetrail").stream()
                .map(found -> ClassUtils.resolveClassName(
                        String.valueOf(found.getBeanClassName()), EarlySettings.class.getClassLoader()))
                .filter(type -> PREFIXES.contains(prefix(type)))
                .sorted(Comparator.comparing(Class::getName))
                .toList();
    }

    private static String prefix(Class<?> type) {
        ConfigurationProperties properties = type.getAnnotation(ConfigurationProperties.class);
        return properties == null ? "" : properties.value();
    }

    private static boolean isEnvironment(ConfigurationPropertySource source) {
        return source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
    }

    private static boolean isGuarded(ConfigurationPropertyName name) {
        return PREFIXES.stream()
                .anyMatch(prefix -> ConfigurationPropertyName.of(prefix).isAncestorOf(name));
    }

    private static boolean isGuarded(String variable) {
        return PREFIXES.stream().anyMatch(prefix -> letters(variable).startsWith(letters(prefix)));
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private static void refuse(String name, Set<ConfigurationPropertyName> known) {
        String nearest = Stream.concat(known.stream().map(ConfigurationPropertyName::toString), PREFIXES.stream())
                .min(Comparator.comparingInt((String one) -> distance(letters(one), letters(name)))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse("");
        throw new StartFailure(
                "There is no setting " + name,
                "The nearest name is " + nearest + "; docs/operating.md and docs/security.md list every setting");
    }

    /** Letters to add, drop or change until one is the other (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= one.length(); line++) {
            int corner = row[0];
            row[0] = line;
            for (int column = 1; column <= other.length(); column++) {
                int changed = corner + (one.charAt(line - 1) == other.charAt(column - 1) ? 0 : 1);
                corner = row[column];
                row[column] = Math.min(changed, 1 + Math.min(corner, row[column - 1]));
            }
        }
        return row[other.length()];
    }
}
