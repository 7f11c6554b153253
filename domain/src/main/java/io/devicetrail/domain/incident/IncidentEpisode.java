package io.devicetrail.domain.incident;

import io.devicetrail.domain.shared.MalformedInput;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One incident, from its opening to its close: {@code <incident>:<number>}.
 *
 * @param number of the incidents of this kind about this thing, from 1
 */
public record IncidentEpisode(IncidentId incident, int number) {
    private static final Pattern FORM = Pattern.compile("([0-9a-fA-F-]{36}):([1-9][0-9]{0,8})");

    /** @throws MalformedInput if {@code text} is not of this form */
    public static IncidentEpisode parse(String field, String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            try {
                return new IncidentEpisode(
                        new IncidentId(UUID.fromString(form.group(1))), Integer.parseInt(form.group(2)));
            } catch (IllegalArgumentException e) {
                throw new MalformedInput(field, "is no id of an incident: " + text);
            }
        }
        throw new MalformedInput(field, "is no id of an incident: " + text);
    }

    @Override
    public String toString() {
        return incident + ":" + number;
    }
}
