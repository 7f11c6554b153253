package io.devicetrail.edge.uplink;

import io.devicetrail.edge.settings.JsonSection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The broker. The client id of a connection is {@code clientId-device}, since every device has a connection of its own.
 *
 * @param passwordFile holds the password, so that the settings file can be shown to anyone
 */
public record MqttSettings(
        String url,
        String clientId,
        @Nullable String username,
        @Nullable Path passwordFile) {

    public static MqttSettings read(JsonSection section, Path settingsFolder) {
        section.allow("url", "clientId", "username", "passwordFile");
        String url = section.text("url");
        try {
            String scheme = new URI(url).getScheme();
            if (!url.isEmpty() && !"tcp".equals(scheme) && !"ssl".equals(scheme)) {
                section.problem("url", "must begin with tcp:// or ssl://");
            }
        } catch (URISyntaxException e) {
            section.problem("url", "is no address such as tcp://broker:1883");
        }
        String passwordFile = section.textOrNull("passwordFile");
        return new MqttSettings(
                url,
                section.text("clientId"),
                section.textOrNull("username"),
                passwordFile == null ? null : settingsFolder.resolve(passwordFile));
    }
}
