package io.devicetrail.edge.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.edge.opcua.OpcUaSettings.NodeValue;
import io.devicetrail.edge.source.Quality;
import io.devicetrail.edge.source.ReadValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueMappingTest {

    private static final NodeValue NODE = new NodeValue(ExpandedNodeId.parse("ns=2;s=x"), "x", "bar");

    @ParameterizedTest
    @CsvSource({
        "0x00000000, GOOD, ",
        "0x00960000, GOOD, ", // Good_LocalOverride
        "0x00000480, GOOD, ", // Good with the overflow flag
        "0x40000000, UNCERTAIN, Uncertain",
        "0x40930000, UNCERTAIN, Uncertain_SensorNotAccurate",
        "0x80000000, BAD, Bad",
        "0x808C0480, BAD, Bad_SensorFailure",
        "0xC0000000, BAD, 0xC0000000", // reserved severity
    })
    void severity_decides_quality_and_the_code_keeps_its_name(String code, Quality quality, String status) {
        ReadValue value = ValueMapping.map(NODE, new DataValue(new Variant(1.5), new StatusCode(Long.decode(code))));
        assertThat(value.quality()).isEqualTo(quality);
        assertThat(value.status()).isEqualTo(status);
        assertThat(value.value()).isEqualTo(new BigDecimal("1.5"));
        assertThat(value.unit()).isEqualTo("bar");
    }

    @Test
    void the_source_time_counts_and_the_server_time_only_without_it() {
        DateTime source = new DateTime(Instant.parse("2026-11-20T10:00:00Z"));
        DateTime server = new DateTime(Instant.parse("2026-11-20T10:00:05Z"));
        Variant one = new Variant(1);
        assertThat(ValueMapping.map(NODE, new DataValue(one, StatusCode.GOOD, source, server))
                        .at())
                .isEqualTo(source.getJavaInstant());
        assertThat(ValueMapping.map(NODE, new DataValue(one, StatusCode.GOOD, null, server))
                        .at())
                .isEqualTo(server.getJavaInstant());
    }

    @Test
    void numbers_stay_exact_and_what_is_no_json_scalar_is_bad() {
        assertThat(map(21.4f).value()).isEqualTo(new BigDecimal("21.4"));
        assertThat(map(Unsigned.ulong(-1L)).value()).isEqualTo(new BigInteger("18446744073709551615"));
        assertThat(map(Double.NaN)).isEqualTo(ReadValue.missing("x", null, "bar", "NotANumber"));
        assertThat(map(new Integer[] {1, 2})).isEqualTo(ReadValue.missing("x", null, "bar", "UnsupportedType"));
        assertThat(ValueMapping.map(NODE, new DataValue(Variant.NULL_VALUE, StatusCode.UNCERTAIN, null, null)))
                .isEqualTo(ReadValue.missing("x", null, "bar", "Uncertain"));
    }

    private static ReadValue map(Object raw) {
        return ValueMapping.map(NODE, new DataValue(new Variant(raw), StatusCode.GOOD, null, null));
    }
}
