package io.devicetrail.app.cli;

import io.devicetrail.app.embedded.Home;
import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.wiring.KeystoreSettings;
import io.devicetrail.audit.ledger.LedgerBroken;
import io.devicetrail.audit.ledger.keys.KeyFiles;
import io.devicetrail.audit.ledger.keys.Pkcs12Keys;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "import-key",
        description = "Moves the ledger's keys from the files in secrets into the key store of the settings.",
        mixinStandardHelpOptions = true,
        footer = "The keys stay the same. Nothing may run on the home meanwhile. Backups still hold the files: see "
                + "docs/ledger.md.")
final class ImportKeyCommand implements Callable<Integer> {
    @Mixin
    private HomeOptions options = new HomeOptions();

    @Override
    public Integer call() throws IOException {
        Settings settings = options.settings();
        KeystoreSettings keystore = KeystoreSettings.of(settings);
        if (keystore.type() == KeystoreSettings.Type.FILES) {
            System.err.println("devicetrail: set devicetrail.ledger.keystore.type to pkcs12 or pkcs11 first");
            return 2;
        }
        try (Home home = Home.open(settings.home(), settings.chosen().minimumFreeDisk())) {
            KeyFiles files = KeyFiles.in(home.root().resolve("secrets"));
            if (!files.isWhole()) {
                System.err.println("devicetrail: there are not both keys in " + files.name()
                        + "; if the store has them, remove what is left of ledger-*.pem");
                return 1;
            }
            Pkcs12Keys store = keystore.store(home.root());
            store.takeFrom(files);
            System.err.println("The ledger's keys are in " + store.name() + " now, and no longer in " + files.name());
            return 0;
        } catch (LedgerBroken refused) {
            System.err.println("devicetrail: " + refused.getMessage());
            return 1;
        }
    }
}
