package io.devicetrail.app.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Folders that the HTTP server wants, though nothing is kept in them: in the home, as others may not be writable. */
@Configuration(proxyBeanMethods = false)
class ServerFolders {
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> foldersInTheHome(@Value("${devicetrail.home}") Path home)
            throws IOException {
        Path base = home.resolve("run/http");
        Path documents = Files.createDirectories(base.resolve("no-documents"));
        return server -> {
            server.setBaseDirectory(base.toFile());
            server.setDocumentRoot(documents.toFile());
        };
    }
}
