package io.devicetrail.edge.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.edge.source.ReadValue;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModbusRegisterTest {

    @ParameterizedTest
    @CsvSource({
        "UINT16,  HIGH_FIRST, 65535, 0,      1,    0,  65535",
        "INT16,   HIGH_FIRST, 65535, 0,      0.1,  0,  -0.1",
        "UINT32,  HIGH_FIRST, 65535, 65535,  1,    0,  4294967295",
        "INT32,   HIGH_FIRST, 65535, 65534,  1,    0,  -2",
        "UINT32,  LOW_FIRST,  1,     2,      1,    0,  131073",
        "FLOAT32, HIGH_FIRST, 16811, 13107,  1,    0,  21.4",
        "FLOAT32, LOW_FIRST,  13107, 16811,  1,    0,  21.4",
        "UINT16,  HIGH_FIRST, 1234,  0,      0.01, 0,  12.34",
        "UINT16,  HIGH_FIRST, 300,   0,      0.1,  -40, -10",
    })
    void words_become_a_scaled_decimal(
            RegisterType type,
            WordOrder order,
            int first,
            int second,
            BigDecimal scale,
            BigDecimal offset,
            String expected) {
        int[] words = type.words() == 1 ? new int[] {first} : new int[] {first, second};
        ReadValue value =
                new ModbusRegister("x", 1, RegisterTable.HOLDING, 0, type, order, scale, offset, "kW").value(words);
        assertThat(value.value()).isInstanceOf(BigDecimal.class);
        assertThat((BigDecimal) value.value()).isEqualByComparingTo(expected);
        assertThat(value.unit()).isEqualTo("kW");
    }

    @Test
    void a_float_that_is_no_number_is_bad() {
        ReadValue value = new ModbusRegister(
                        "x",
                        1,
                        RegisterTable.INPUT,
                        0,
                        RegisterType.FLOAT32,
                        WordOrder.HIGH_FIRST,
                        BigDecimal.ONE,
                        BigDecimal.ZERO,
                        null)
                .value(new int[] {0x7FC0, 0});
        assertThat(value).isEqualTo(ReadValue.missing("x", null, null, "NotANumber"));
    }
}
