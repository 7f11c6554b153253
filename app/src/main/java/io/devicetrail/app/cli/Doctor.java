package io.devicetrail.app.cli;

import io.devicetrail.app.cli.Checks.Check;
import io.devicetrail.app.cli.Checks.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "doctor",
        description = "Checks this machine and the parts, one line each, with the mend.",
        mixinStandardHelpOptions = true)
final class Doctor implements Callable<Integer> {
    @Mixin
    private HomeOptions options = new HomeOptions();

    @Option(names = "--json", description = "Print one object instead of lines.")
    private boolean json;

    @Override
    public Integer call() {
        List<Check> checks = Checks.all(options.settingsOnly());
        boolean ok = checks.stream().noneMatch(check -> check.verdict() == Verdict.FAIL);
        if (json) {
            System.out.println(JsonMapper.builder().build().writeValueAsString(Map.of("ok", ok, "checks", checks)));
        } else {
            for (Check check : checks) {
                System.out.println(String.format(
                        Locale.ROOT,
                        "%-4s  %-20s  %s%s",
                        check.verdict().name().toLowerCase(Locale.ROOT),
                        check.what(),
                        check.detail(),
                        check.mend().isEmpty() ? "" : "  → " + check.mend()));
            }
        }
        return ok ? 0 : 1;
    }
}
