package io.devicetrail.app.cli;

import io.devicetrail.app.replay.ReplayClient;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "replay",
        description = "Rebuilds every read model from the log and compares it with what it was.",
        mixinStandardHelpOptions = true,
        footer = "Exit code 1 if a rebuilt read model differs from what it was.")
final class ReplayCommand implements Callable<Integer> {
    @Mixin
    private HomeOptions options = new HomeOptions();

    @Mixin
    private AccessToken token = new AccessToken();

    @Option(names = "--reason", required = true, description = "Why, for the audit trail.")
    private String reason = "";

    @Option(names = "--json", description = "Print one object instead of lines.")
    private boolean json;

    @Override
    public Integer call() {
        try (ConsoleProgress progress = new ConsoleProgress(System.err, !json && ConsoleProgress.onTerminal())) {
            return Running.with(options, progress, http -> replay(http, token.of(http), progress));
        }
    }

    private int replay(URI http, String who, ConsoleProgress progress) {
        try (ReplayClient client = new ReplayClient(http, who)) {
            List<ReplayClient.Outcome> outcomes = client.replay(reason, new Told(progress));
            boolean ok = outcomes.stream().allMatch(ReplayClient.Outcome::equal);
            if (json) {
                Map<String, Object> answer = new LinkedHashMap<>();
                answer.put("ok", ok);
                answer.put("readModels", outcomes);
                System.out.println(JsonMapper.builder().build().writeValueAsString(answer));
            } else {
                outcomes.forEach(ReplayCommand::print);
            }
            return ok ? 0 : 1;
        }
    }

    private record Told(ConsoleProgress progress) implements ReplayClient.Progress {
        @Override
        public void at(String readModel, long position, long head) {
            progress.waiting(readModel, "event " + position + " of " + head);
        }

        @Override
        public void notOnRecord() {
            System.err.println("devicetrail: the log did not take how the replay came out; keep what is printed here");
        }
    }

    private static void print(ReplayClient.Outcome outcome) {
        System.out.println(String.format(
                Locale.ROOT,
                "%-18s  %s  at %d  %s%s  %.1f s",
                outcome.readModel(),
                outcome.equal() ? "equal" : "DIFFERENT",
                outcome.position(),
                outcome.digestAfter(),
                outcome.equal() ? "" : " (was " + outcome.digestBefore() + ")",
                outcome.seconds()));
    }
}
