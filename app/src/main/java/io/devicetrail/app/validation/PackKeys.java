package io.devicetrail.app.validation;

import io.devicetrail.app.embedded.Home;
import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.wiring.KeystoreSettings;
import io.devicetrail.audit.ledger.LedgerKeyring;
import io.devicetrail.audit.ledger.LedgerKeys;
import io.devicetrail.audit.seal.CopySeal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What signs a pack: the keys of the home's ledger, which its auditors have anyway. A home that has none yet gets them
 * now, as its first start would make them.
 */
record PackKeys(CopySeal seal, LedgerKeys keys) {
    private static final String ORIGIN = "devicetrail.ledger.origin";

    /** @throws io.devicetrail.audit.ledger.LedgerBroken if they cannot be used */
    static PackKeys of(Settings settings) throws IOException {
        Path secrets = settings.home().resolve("secrets");
        if (Files.exists(secrets.resolve(LedgerKeyring.ORIGIN_FILE))) {
            return open(settings, secrets);
        }
        try (Home first = Home.open(settings.home(), settings.chosen().minimumFreeDisk())) {
            return open(settings, first.root().resolve("secrets"));
        }
    }

    private static PackKeys open(Settings settings, Path secrets) throws IOException {
        @Nullable String wanted = settings.environment().getProperty(ORIGIN);
        LedgerKeyring keyring = LedgerKeyring.in(
                secrets,
                KeystoreSettings.of(settings).place(settings.home()),
                wanted == null || wanted.isBlank() ? null : wanted);
        return new PackKeys(CopySeal.in(secrets), keyring.current());
    }
}
