package io.devicetrail.identity.stepup;

import com.nimbusds.jwt.JWTClaimsSet;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.signature.RecordVersions.Version;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.Signings.Asked;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.identity.AccountsOfTests;
import io.devicetrail.identity.MovedClock;
import io.devicetrail.identity.SignInSettings;
import io.devicetrail.identity.TestDatabase;
import io.devicetrail.identity.account.AccountLog.Proven;
import io.devicetrail.identity.account.LogAwayException;
import io.devicetrail.identity.account.Origin;
import io.devicetrail.identity.credential.Credentials;
import io.devicetrail.identity.credential.SecretCipher;
import io.devicetrail.identity.session.Sessions;
import io.devicetrail.identity.session.SessionsElsewhere;
import io.devicetrail.identity.signing.PendingSignatures;
import io.devicetrail.identity.signing.SignatureLog;
import io.devicetrail.identity.signing.SigningSessions;
import io.devicetrail.identity.signing.SigningSettings;
import io.devicetrail.identity.stepup.StepUp.Way;
import io.devicetrail.identity.stepup.StepUpReturn.Answer;
import io.devicetrail.identity.stepup.StepUpSettings.Issuer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Two issuers elsewhere, one of their people, and all that makes a signature of a return, on a real database. */
final class Elsewhere implements AutoCloseable, SignatureLog {
    static final Origin ORIGIN = new Origin("192.0.2.7", "test/1");
    static final URI RETURN = URI.create("http://127.0.0.1:8080/identity/sign/return");
    static final String[] BOTH = {"pwd", "otp"};

    final MovedClock clock = new MovedClock(Instant.parse("2026-11-20T10:00:00Z"));
    final IssuerOfTests plant = new IssuerOfTests(clock);
    final IssuerOfTests lab = new IssuerOfTests(clock);
    final AccountsOfTests accounts;
    final PendingSignatures pending;
    final Sessions sessions;
    final StepUp stepUp;
    final StepUpReturn returns;
    final PersonId cleo;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final List<List<String>> taken = new ArrayList<>();

    @Nullable String refusal;

    boolean away;

    BrowserKey browser = BrowserKey.fresh();
    private int records;

    Elsewhere() throws IOException {
        this(null, new StepUpSettings.StepUp(List.of("2"), List.of("mfa", "acr:2")));
    }

    Elsewhere(@Nullable String secretFile, StepUpSettings.StepUp steps) throws IOException {
        TestDatabase.empty();
        SignInSettings settings = new SignInSettings(
                12,
                null,
                5,
                5,
                Duration.ofMinutes(15),
                Duration.ofHours(24),
                Duration.ofMinutes(15),
                Duration.ofHours(12),
                List.of(),
                null);
        StepUpSettings issuers = new StepUpSettings(Map.of(
                "plant", issuer(plant, secretFile, steps),
                "lab", issuer(lab, null, steps),
                "silent", new Issuer(URI.create("https://silent.example"), "sub", null, null, null, steps)));
        accounts = new AccountsOfTests(clock, settings);
        cleo = accounts.register(plant.address(), "cleo");
        JdbcClient jdbc = JdbcClient.create(TestDatabase.POOL);
        JdbcTransactionManager transactions = new JdbcTransactionManager(TestDatabase.POOL);
        Credentials credentials = new Credentials(jdbc, new SecretCipher(new byte[SecretCipher.KEY_BYTES]), clock);
        pending = new PendingSignatures(jdbc, transactions, credentials, settings, issuers, clock);
        sessions = new Sessions(jdbc, transactions, accounts, settings, clock);
        SessionsElsewhere elsewhere = new SessionsElsewhere(jdbc, sessions, clock);
        SigningSessions series = new SigningSessions(jdbc, new SigningSettings(Duration.ofMinutes(5)), clock);
        SigningIssuers signing = new SigningIssuers(issuers, clock);
        StepUpRows rows = new StepUpRows(jdbc, transactions, clock);
        stepUp = new StepUp(signing, rows, pending, sessions, elsewhere, series, accounts, clock);
        returns = new StepUpReturn(
                signing, rows, pending, elsewhere, accounts, new SigningElsewhere(pending, series, this), meters);
    }

    private static Issuer issuer(IssuerOfTests at, @Nullable String secretFile, StepUpSettings.StepUp steps) {
        return new Issuer(URI.create(at.address()), "sub", null, IssuerOfTests.CLIENT, secretFile, steps);
    }

    @Override
    public void sign(Asked asked, Proven who, String session, List<String> components) {
        if (away) {
            throw new LogAwayException("sign", new IllegalStateException("away"));
        }
        String refused = refusal;
        if (refused != null) {
            throw new RefusedException(refused, "refused");
        }
        taken.add(components);
    }

    /** Another record each time. */
    UUID asked() {
        return asked(cleo);
    }

    UUID asked(PersonId signer) {
        UUID id = UUID.randomUUID();
        SignableRecord record = SignableRecord.of(SignableKind.DEVICE_COMMAND, new UUID(0, ++records).toString());
        Version version = new Version(record, new TenantId("acme"), null, 42, "0".repeat(64));
        pending.ask(id, new Asked(signer, version, SignatureMeaning.APPROVAL, "reviewed"));
        return id;
    }

    Way identify(UUID signing) throws IssuerAwayException {
        return stepUp.toIdentify("plant", signing, Optional.of(browser), RETURN).orElseThrow();
    }

    Way step(UUID signing) throws IssuerAwayException {
        return step(signing, ORIGIN);
    }

    Way step(UUID signing, Origin origin) throws IssuerAwayException {
        OutsideSigner who = stepUp.signer(browser).orElseThrow();
        return stepUp.toSign(who, signing, browser, RETURN, origin).orElseThrow();
    }

    /** Cleo is known in the browser, for that signature or any other. */
    void identified(UUID signing) throws IssuerAwayException {
        Returned returned = back(answer(identify(signing), claims -> claims, "pwd"));
        browser = ((Returned.Identified) returned).browser();
    }

    /** What the issuer answers, of Cleo, a second later. */
    Answer answer(Way way, UnaryOperator<JWTClaimsSet.Builder> forged, String... methods) {
        clock.advance(Duration.ofSeconds(1));
        URI question = Objects.requireNonNull(way.to());
        JWTClaimsSet claims =
                forged.apply(plant.claims(question, "cleo", methods)).build();
        return new Answer(state(way), plant.code(question, claims), null, null);
    }

    static String state(Way way) {
        return String.valueOf(
                IssuerOfTests.parameters(Objects.requireNonNull(way.to()).getRawQuery())
                        .get("state"));
    }

    Returned back(Answer answer) {
        return back(answer, ORIGIN);
    }

    Returned back(Answer answer, Origin origin) {
        return returns.take(answer, Optional.of(browser), origin);
    }

    Returned sign(UUID signing, String... methods) throws IssuerAwayException {
        return back(answer(step(signing), claims -> claims, methods));
    }

    @Override
    public void close() {
        plant.close();
        lab.close();
    }
}
