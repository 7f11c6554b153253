package io.devicetrail.app.instance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a running instance tells others on the same machine, in the home's {@code run/devicetrail.json}: where it is
 * reached. No secret is in it.
 */
public record RunningInstance(long pid, String version, Addresses addresses) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * @param http base address of GraphQL and the health page, without a slash at its end
     * @param mqtt where devices connect with their certificates
     * @param plainMqtt where anybody may; null unless a setting opens it
     * @param enrolment where devices ask for certificates, without a path
     */
    public record Addresses(
            String http,
            String postgres,
            String elasticsearch,
            String mqtt,
            @Nullable String plainMqtt,
            @Nullable String enrolment) {
        public String graphql() {
            return http + "/graphql";
        }
    }

    /** The instance that runs on this home now; empty when none does, even if a killed one left its file. */
    public static Optional<RunningInstance> on(Path runFile) {
        if (!Files.isRegularFile(runFile)) {
            return Optional.empty();
        }
        try {
            RunningInstance said = JSON.readValue(Files.readString(runFile), RunningInstance.class);
            return ProcessHandle.of(said.pid()).filter(ProcessHandle::isAlive).map(alive -> said);
        } catch (IOException | JacksonException unreadable) {
            return Optional.empty();
        }
    }

    void write(Path runFile) {
        Path fresh = runFile.resolveSibling(runFile.getFileName() + ".new");
        try {
            Files.write(
                    fresh,
                    JSON.writerWithDefaultPrettyPrinter()
                            .writeValueAsString(this)
                            .getBytes(StandardCharsets.UTF_8));
            Files.move(fresh, runFile, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }
}
