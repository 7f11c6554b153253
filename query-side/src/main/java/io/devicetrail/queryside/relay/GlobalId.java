package io.devicetrail.queryside.relay;

import io.devicetrail.domain.shared.MalformedInput;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** A Relay id: the type and the local id in Base64url. Arguments take local ids and accept global ones too. */
public record GlobalId(String type, String local) {
    /** No local id holds control characters, and PostgreSQL would refuse to compare one with a NUL. */
    private static final Pattern FORM = Pattern.compile("([A-Za-z]+):(\\P{Cntrl}+)");

    public static String of(String type, Object local) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((type + ":" + local).getBytes(StandardCharsets.UTF_8));
    }

    public static Optional<GlobalId> parse(String text) {
        try {
            var form = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
            return form.matches() ? Optional.of(new GlobalId(form.group(1), form.group(2))) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** The local id of a {@code type} that {@code text} gives as it is, or as a global id. */
    public static String local(String type, String text) {
        return parse(text)
                .filter(id -> id.type.equals(type))
                .map(GlobalId::local)
                .orElse(text);
    }

    /** @throws MalformedInput if {@code text} is neither a UUID nor a global id of the type */
    public static UUID uuid(String type, String text) {
        try {
            return UUID.fromString(local(type, text));
        } catch (IllegalArgumentException e) {
            throw new MalformedInput("id", "is no id of a " + type + ": " + text);
        }
    }
}
