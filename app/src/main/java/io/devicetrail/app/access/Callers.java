package io.devicetrail.app.access;

import io.devicetrail.commandside.authority.CallerSource;
import io.devicetrail.commandside.authority.Origin;
import io.devicetrail.commandside.sending.LogUnavailable;
import io.devicetrail.domain.person.PrintedNames;
import io.devicetrail.domain.shared.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebSocketGraphQlRequest;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.stereotype.Component;

/** Names who asks as the log will: by their id, their printed name as registered, and how they proved to be it. */
@Component
public class Callers implements CallerSource {
    /** Stands in the place of the role in force until the check of authority has found it. */
    private static final String NO_ROLE_YET = "none";

    private final PrintedNames names;
    private final Clock clock;

    Callers(PrintedNames names, Clock clock) {
        this.names = names;
        this.clock = clock;
    }

    /** Who sent this request, which the filters have let through. */
    public Caller callerOf(HttpServletRequest request) {
        ServletServerHttpRequest http = new ServletServerHttpRequest(request);
        return caller(ofThread(), Origin.of(http.getRemoteAddress(), http.getHeaders()));
    }

    @Override
    public Caller callerOf(WebGraphQlRequest request) {
        return caller(of(request), Origin.of(request.getRemoteAddress(), request.getHeaders()));
    }

    @Override
    public BooleanSupplier standing(WebGraphQlRequest request) {
        SignedIn signedIn = of(request);
        return () -> signedIn != null && signedIn.standsAt(clock.instant());
    }

    private static @Nullable SignedIn of(WebGraphQlRequest request) {
        return request instanceof WebSocketGraphQlRequest socket
                ? SocketSignIn.of(socket.getSessionInfo())
                : ofThread();
    }

    private static @Nullable SignedIn ofThread() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof SignedIn signedIn ? signedIn : null;
    }

    /** While the log is away nothing can be done in a name: what is asked is refused, and says so itself. */
    private String name(SignedIn signedIn) {
        try {
            return signedIn.printedName(names);
        } catch (LogUnavailable away) {
            return "not known while the log is away";
        }
    }

    private Caller caller(@Nullable SignedIn signedIn, Origin origin) {
        if (signedIn == null || !signedIn.holdsAt(clock.instant())) {
            throw new InvalidBearerTokenException("Sign in again: the access token or API key is over.");
        }
        return new Caller(
                signedIn.actorType(),
                signedIn.actorId(),
                name(signedIn),
                NO_ROLE_YET,
                signedIn.methods(),
                origin.address(),
                origin.client(),
                null,
                null);
    }
}
