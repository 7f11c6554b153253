package io.devicetrail.audit.validation;

import io.devicetrail.audit.validation.evidence.ValidationRefused;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One requirement of the reviewed list {@code requirements.json}, which this pack is held against.
 *
 * @param id what a test is marked with, {@code @Requirement(id)}; the clause, and a word where one clause asks for
 *     several things that come separately: a part that no test shows must not pass with the others
 * @param source the regulation
 * @param clause of it
 * @param wording its own words; null where it has no final text
 * @param behaviour what Devicetrail does for it, as tests can show it
 * @param notApplicable why nothing is to be shown; null if something is
 */
public record StatedRequirement(
        String id,
        String source,
        String clause,
        @Nullable String wording,
        String behaviour,
        @Nullable String notApplicable) {
    private static final String FILE = "requirements.json";

    /** The list of this version, in the order in which it is told. */
    public static List<StatedRequirement> reviewed() throws IOException {
        try (InputStream in = StatedRequirement.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is not in the jar");
            }
            return parse(in.readAllBytes());
        }
    }

    static List<StatedRequirement> parse(byte[] json) throws ValidationRefused {
        List<StatedRequirement> requirements = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        try {
            for (JsonNode one : JsonMapper.builder().build().readTree(json)) {
                StatedRequirement requirement = new StatedRequirement(
                        one.required("id").asString(),
                        one.required("source").asString(),
                        one.required("clause").asString(),
                        one.has("wording") ? one.required("wording").asString() : null,
                        one.required("behaviour").asString(),
                        one.has("notApplicable") ? one.required("notApplicable").asString() : null);
                if (!ids.add(requirement.id())) {
                    throw new ValidationRefused(FILE + " names " + requirement.id() + " twice; leave one of them");
                }
                requirements.add(requirement);
            }
            return requirements;
        } catch (JacksonException unreadable) {
            throw new ValidationRefused(
                    FILE + " cannot be read: " + unreadable.getOriginalMessage() + "; mend it", unreadable);
        }
    }
}
