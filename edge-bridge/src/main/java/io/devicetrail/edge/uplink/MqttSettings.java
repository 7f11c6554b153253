package io.devicetrail.edge.uplink;

import io.devicetrail.edge.settings.JsonSection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The broker. The client id of a connection is {@code device-clientId}, since every device has a connection of its own.
 *
 * @param passwordFile holds the password, so that the settings file can be shown to anyone
 * @param tls for {@code ssl://}
 */
public record MqttSettings(
        String url,
        String clientId,
        @Nullable String username,
        @Nullable Path passwordFile,
        TlsFiles tls) {

    public static MqttSettings read(JsonSection section, Path settingsFolder) {
        section.allow("url", "clientId", "username", "passwordFile", "trusted", "certificate", "key");
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
                passwordFile == null ? null : settingsFolder.resolve(passwordFile),
                tls(section, settingsFolder));
    }

    private static TlsFiles tls(JsonSection section, Path settingsFolder) {
        TlsFiles files = new TlsFiles(
                file(section, "trusted", settingsFolder),
                file(section, "certificate", settingsFolder),
                file(section, "key", settingsFolder));
        if ((files.certificate() == null) != (files.key() == null)) {
            section.problem("certificate", "and key must be there together, or neither");
        }
        return files;
    }

    private static @Nullable Path file(JsonSection section, String field, Path settingsFolder) {
        String name = section.textOrNull(field);
        return name == null ? null : settingsFolder.resolve(name);
    }
}
