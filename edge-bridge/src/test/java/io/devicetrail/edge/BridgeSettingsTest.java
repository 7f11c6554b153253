package io.devicetrail.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.devicetrail.edge.settings.Problems.BadSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BridgeSettingsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private List<String> problems(String json) throws Exception {
        Path file = Files.writeString(folder.resolve("bridge.json"), json);
        return assertThatExceptionOfType(BadSettings.class)
                .isThrownBy(() -> BridgeSettings.read(file))
                .actual()
                .lines();
    }

    @Test
    void every_mistake_is_named_by_its_path_in_one_go() throws Exception {
        assertThat(problems("""
                {"mqtt": {"url": "http://broker", "clientId": ""},
                 "buffer": {"file": "b.db", "maxMessages": 0, "whenFull": "explode"},
                 "status": {"port": 70000},
                 "soruces": 1,
                 "sources": [
                   {"type": "opcua", "name": "a", "tenant": "a/b", "device": "nobody", "endpoint": "http://x",
                    "values": [{"node": "s:what", "name": "x"}]},
                   {"type": "modbus", "name": "a", "tenant": "t", "device": "11111111-1111-4111-8111-111111111111",
                    "registers": [
                      {"name": "p", "table": "holding", "address": 65535, "type": "uint32"},
                      {"name": "p", "table": "coil", "address": 0, "type": "uint16"},
                      {"name": "q", "table": "input", "adress": 1, "type": "uint8"}]},
                   {"type": "s7", "tenant": "t", "device": "11111111-1111-4111-8111-111111111111"}]}
                """))
                .containsExactlyInAnyOrder(
                        "soruces: unknown setting; known here: mqtt, buffer, status, logSeconds, sources",
                        "sources[0].tenant: may hold letters, digits, dot, hyphen and underscore only",
                        "sources[0].device: must be a UUID, the device's id",
                        "sources[0].endpoint: must begin with opc.tcp://",
                        "sources[0].values[0].node: is no node id such as ns=2;s=boiler.temperature or nsu=urn:x;i=7",
                        "sources[1].name: is used twice: a",
                        "sources[1].host: is missing",
                        "sources[1].registers[0].address: must be a whole number from 0 to 65534",
                        "sources[1].registers[1].name: is used twice: p",
                        "sources[1].registers[1].type: must be bool for a table of single bits",
                        "sources[1].registers[2].adress: unknown setting; known here: name, unitId, table, address, type,"
                                + " wordOrder, scale, offset, unit",
                        "sources[1].registers[2].address: is missing",
                        "sources[1].registers[2].type: must be one of uint16, int16, uint32, int32, float32, bool",
                        "sources[2].type: must be one of opcua, modbus",
                        "mqtt.url: must begin with tcp:// or ssl://",
                        "mqtt.clientId: must be a text that is not blank",
                        "buffer.maxMessages: must be a whole number from 1 to 100000000",
                        "buffer.whenFull: must be one of drop-oldest, stop-reading",
                        "status.port: must be a whole number from 0 to 65535");
    }

    @Test
    void an_empty_object_says_what_is_needed() throws Exception {
        assertThat(problems("{}")).containsExactly("sources: is missing", "mqtt: is missing", "buffer: is missing");
    }

    @Test
    void broken_json_names_the_place() throws Exception {
        assertThat(problems("{\n \"mqtt\": }"))
                .singleElement()
                .asString()
                .startsWith("cannot be read as JSON: ")
                .contains("line 2");
    }

    @Test
    void the_command_line_prints_one_line_per_problem_and_fails() throws Exception {
        Path file = Files.writeString(folder.resolve("bridge.json"), "{\"mqtt\":{}}");
        StringWriter err = new StringWriter();
        int code = Main.execute(
                new PrintWriter(Writer.nullWriter()), new PrintWriter(err, true), "run", "--config", file.toString());
        assertThat(code).isEqualTo(Main.UNUSABLE_SETTINGS);
        assertThat(err.toString().lines())
                .contains("settings: mqtt.url: is missing")
                .allSatisfy(line -> assertThat(line).startsWith("settings: "));
    }

    @Test
    void a_file_that_is_not_there_is_said_plainly() {
        StringWriter err = new StringWriter();
        int code = Main.execute(
                new PrintWriter(Writer.nullWriter()),
                new PrintWriter(err, true),
                "check",
                "--config",
                folder.resolve("none.json").toString());
        assertThat(code).isEqualTo(Main.UNUSABLE_SETTINGS);
        assertThat(err.toString().lines()).singleElement().asString().contains("none.json");
        assertThat(new CommandLine(new Main()).getSubcommands()).containsKeys("run", "check", "simulate");
    }
}
