package io.devicetrail.bench.endtoend;

import io.devicetrail.bench.BenchInstance;
import io.devicetrail.bench.Fleet;
import io.devicetrail.bench.Program;
import io.devicetrail.domain.device.DeviceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;

/** What a program asks of commands. */
final class Requests implements AutoCloseable {
    private static final String REQUEST = """
            mutation($input: RequestCommandInput!) {
              requestCommand(input: $input) { command { commandId } errors { code message } } }""";

    private final Program program;

    private Requests(Program program) {
        this.program = program;
    }

    static Requests of(BenchInstance instance) {
        return new Requests(Program.of(instance, "commands-e2e", List.of("operator")));
    }

    /**
     * The new command's id.
     *
     * @throws IllegalStateException (through the future) if it was refused
     */
    CompletableFuture<String> command(DeviceId device) {
        return program.mutate("requestCommand", REQUEST, Map.of("device", device.toString(), "name", Fleet.COMMAND))
                .thenApply(payload -> payload.path("command").path("commandId").asString());
    }

    /** Those of {@code commands} that a query says have succeeded. */
    List<String> succeeded(List<String> commands) {
        StringBuilder question = new StringBuilder("{");
        for (int number = 0; number < commands.size(); number++) {
            question.append(" c")
                    .append(number)
                    .append(": command(id: \"")
                    .append(commands.get(number))
                    .append("\") { state }");
        }
        JsonNode data = program.ask(question.append(" }").toString(), Map.of()).join();
        List<String> done = new ArrayList<>();
        for (int number = 0; number < commands.size(); number++) {
            if (data.path("c" + number).path("state").asString("").equals("SUCCEEDED")) {
                done.add(commands.get(number));
            }
        }
        return done;
    }

    @Override
    public void close() {
        program.close();
    }
}
