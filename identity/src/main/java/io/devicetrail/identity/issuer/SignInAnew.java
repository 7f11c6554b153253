package io.devicetrail.identity.issuer;

import io.devicetrail.identity.account.LogAwayException;
import io.devicetrail.identity.page.ErrorPages;
import io.devicetrail.identity.page.Pages;
import io.devicetrail.identity.page.PersonAuthentication;
import io.devicetrail.identity.page.SignOut;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * A client that wants its person to sign in anew ({@code prompt=login}), or to have done so not long ago ({@code
 * max_age}), gets that (OpenID Connect Core 1.0, 3.1.2.1): the session in this browser ends, and the request comes
 * again without what the sign-in fulfils. With it, the person would sign in for ever.
 */
final class SignInAnew extends OncePerRequestFilter {
    static final String CAUSE = "sign-in-anew";

    private static final String PROMPT = "prompt";
    private static final String LOGIN = "login";
    private static final String NONE = "none";
    private static final String MAX_AGE = "max_age";
    private static final Logger LOG = LoggerFactory.getLogger(SignInAnew.class);

    private final SignOut signOut;
    private final ErrorPages errors;
    private final Clock clock;

    SignInAnew(SignOut signOut, ErrorPages errors, Clock clock) {
        this.signOut = signOut;
        this.errors = errors;
        this.clock = clock;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !Pages.AUTHORIZE.equals(request.getServletPath());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        PersonAuthentication person =
                SecurityContextHolder.getContext().getAuthentication() instanceof PersonAuthentication signedIn
                        ? signedIn
                        : null;
        List<String> prompts = prompts(request);
        String[] ages = request.getParameterValues(MAX_AGE);
        boolean tooOld = ages != null && (person == null || outlived(person, ages));
        if (prompts.contains(NONE)) {
            if (tooOld) {
                // No page may be shown: for this request nobody is signed in, and the client is told so.
                SecurityContextHolder.clearContext();
            }
            chain.doFilter(request, response);
        } else if (prompts.contains(LOGIN) || tooOld) {
            anew(person, request, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    /** Whether the client is to be told of whatever is missing, and the person of nothing. */
    static boolean wantsNoPage(HttpServletRequest request) {
        return Pages.AUTHORIZE.equals(request.getServletPath())
                && prompts(request).contains(NONE);
    }

    private static List<String> prompts(HttpServletRequest request) {
        String[] values = request.getParameterValues(PROMPT);
        return values == null
                ? List.of()
                : Arrays.stream(values)
                        .flatMap(value -> Arrays.stream(value.split(" ")))
                        .toList();
    }

    /** What cannot be read asks for something: the strictest that it could be. */
    private boolean outlived(PersonAuthentication person, String[] ages) {
        if (ages.length != 1) {
            return true;
        }
        try {
            long seconds = Long.parseLong(ages[0]);
            return seconds <= 0 || clock.instant().isAfter(person.provenAt().plusSeconds(seconds));
        } catch (NumberFormatException | DateTimeException | ArithmeticException unreadable) {
            return true;
        }
    }

    private void anew(@Nullable PersonAuthentication person, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (person != null) {
            try {
                signOut.signOut(person, CAUSE, request);
            } catch (LogAwayException away) {
                LOG.warn("{} could not be asked to sign in anew: {}", person, away.toString());
                errors.away(response);
                return;
            }
        }
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader(HttpHeaders.LOCATION, Pages.AUTHORIZE + "?" + unfulfilled(request));
    }

    /** All that was asked for, but a sign-in. */
    private static String unfulfilled(HttpServletRequest request) {
        List<String> query = new ArrayList<>();
        request.getParameterMap().forEach((name, values) -> {
            for (String value : values) {
                String left = name.equals(PROMPT) ? withoutLogin(value) : value;
                if (!name.equals(MAX_AGE) && !(name.equals(PROMPT) && left.isEmpty())) {
                    query.add(encoded(name) + "=" + encoded(left));
                }
            }
        });
        return String.join("&", query);
    }

    private static String withoutLogin(String prompt) {
        return Arrays.stream(prompt.split(" "))
                .filter(value -> !value.equals(LOGIN))
                .collect(Collectors.joining(" "));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
