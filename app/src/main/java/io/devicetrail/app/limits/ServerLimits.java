package io.devicetrail.app.limits;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.server.standard.ServletServerContainerFactoryBean;

/** What the HTTP server would end by itself, without a word of ours. */
@Configuration(proxyBeanMethods = false)
class ServerLimits {
    /** Longest message of a WebSocket, in characters; each open socket keeps a buffer of it. */
    static final int LONGEST_MESSAGE = 131_072;

    /** {@link TimeLimit} ends what takes too long, and says so; a stream goes on for as long as it is listened to. */
    private static final int NEVER = -1;

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> answersAreEndedByUsAlone() {
        return server -> server.addConnectorCustomizers(connector -> connector.setAsyncTimeout(NEVER));
    }

    @Bean
    ServletServerContainerFactoryBean longestMessages() {
        ServletServerContainerFactoryBean sockets = new ServletServerContainerFactoryBean();
        sockets.setMaxTextMessageBufferSize(LONGEST_MESSAGE);
        return sockets;
    }
}
