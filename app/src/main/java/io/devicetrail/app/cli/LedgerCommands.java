package io.devicetrail.app.cli;

import picocli.CommandLine.Command;

@Command(
        name = "ledger",
        description = "Acts on the ledger.",
        mixinStandardHelpOptions = true,
        subcommands = {RotateKeyCommand.class, ImportKeyCommand.class})
final class LedgerCommands {}
