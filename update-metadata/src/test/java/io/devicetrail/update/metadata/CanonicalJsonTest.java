package io.devicetrail.update.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class CanonicalJsonTest {

    private static String canonical(String json) {
        return new String(CanonicalJson.of(new JsonMapper().readTree(json)), StandardCharsets.UTF_8);
    }

    /** The examples of securesystemslib's and of go's canonical JSON, and those that tell OLPC's from RFC 8785's. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"\" | \"\"",
                "[1, 2, 3] | [1,2,3]",
                "[] | []",
                "{\"A\": [99]} | {\"A\":[99]}",
                "{\"y\": 2, \"x\": 3} | {\"x\":3,\"y\":2}",
                "{\"x\": {\"b\": null, \"a\": true}, \"X\": false} | {\"X\":false,\"x\":{\"a\":true,\"b\":null}}",
                "[-7, 0, 9007199254740993] | [-7,0,9007199254740993]",
                "\"\\u00e4\\/\" | \"\u00e4/\"",
                "\"q\\\"b\\\\\" | \"q\\\"b\\\\\"",
            })
    void sorts_keys_keeps_integers_and_escapes_quote_and_backslash_only(String json, String expected) {
        assertThat(canonical(json)).isEqualTo(expected);
    }

    @Test
    void a_line_feed_stands_as_it_is() {
        assertThat(canonical("\"a\\nb\\u0001\"")).isEqualTo("\"a\nb\u0001\"");
    }

    /** Sorted by UTF-16, as Java's own comparison does, the emoji would come first. */
    @Test
    void keys_are_sorted_by_code_point_beyond_the_basic_plane() {
        assertThat(canonical("{\"\\ud83d\\ude00\":1,\"\\uff5e\":2}")).isEqualTo("{\"\uff5e\":2,\"\ud83d\ude00\":1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"1.5", "1.0", "[1e3]", "\"\\ud800\"", "{\"\\udc00\":1}"})
    void what_has_no_one_form_is_refused(String json) {
        assertThatThrownBy(() -> canonical(json))
                .isInstanceOfSatisfying(
                        UpdateRefused.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.MALFORMED_METADATA));
    }

    /** The key of RFC 8032, 7.1, test 1; the id was computed by tuf-js. */
    @Test
    void a_key_has_the_id_that_other_implementations_give_it() {
        assertThat(new VerificationKey("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a").id())
                .isEqualTo("74c181c7ad8a0855d4b55e44d2ba87aabdddb196832571f15f92fece332e4916");
    }
}
