package io.devicetrail.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What a bench found; its JSON form is the same for every bench. */
public record Report(String bench, Machine machine, Map<String, Object> settings, int rounds, List<Result> results) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String ROW = "%-18s %12s %-9s %12s %8s %12s %8s";

    public String toJson() {
        return JSON.writeValueAsString(this);
    }

    public String toText() {
        String head = "%s, median of %d rounds%n%s, %d cores, %d MB, %s, Java %s, disk %s, load average %.2f before"
                .formatted(
                        bench,
                        rounds,
                        machine.cpu(),
                        machine.cores(),
                        machine.memoryMegabytes(),
                        machine.system(),
                        machine.java(),
                        machine.disk(),
                        machine.loadBefore());
        String chosen = settings.entrySet().stream()
                .map(setting -> setting.getKey() + " " + setting.getValue())
                .collect(Collectors.joining(", "));
        String rows = results.stream()
                .map(result -> ROW.formatted(
                        result.name(),
                        figure(result.value()),
                        result.unit(),
                        figure(result.control()),
                        figure(result.ratioToControl()),
                        figure(result.limit()),
                        figure(result.ratioToLimit())))
                .collect(Collectors.joining("\n"));
        return String.join(
                "\n", head, chosen, "", ROW.formatted("", "ours", "", "control", "ratio", "limit", "ratio"), rows);
    }

    private static String figure(@Nullable Double figure) {
        if (figure == null) {
            return "";
        }
        return String.format(Locale.ROOT, figure >= 1000 ? "%,.0f" : "%.2f", figure);
    }
}
