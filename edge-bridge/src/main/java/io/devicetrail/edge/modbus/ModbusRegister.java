package io.devicetrail.edge.modbus;

import io.devicetrail.edge.settings.JsonSection;
import io.devicetrail.edge.source.Quality;
import io.devicetrail.edge.source.ReadValue;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One line of the register map. The value sent is {@code raw * scale + offset}, computed in decimal.
 *
 * @param address zero-based, as on the wire (the 40001 of a data sheet is holding register 0)
 */
public record ModbusRegister(
        String name,
        int unitId,
        RegisterTable table,
        int address,
        RegisterType type,
        WordOrder wordOrder,
        BigDecimal scale,
        BigDecimal offset,
        @Nullable String unit) {

    static ModbusRegister read(JsonSection section, int defaultUnitId) {
        section.allow("name", "unitId", "table", "address", "type", "wordOrder", "scale", "offset", "unit");
        RegisterTable table = section.choice("table", RegisterTable.class, null);
        RegisterType type = section.choice("type", RegisterType.class, table.holdsBits() ? RegisterType.BOOL : null);
        if (table.holdsBits() && type != RegisterType.BOOL) {
            section.problem("type", "must be bool for a table of single bits");
        }
        if (type == RegisterType.BOOL && (section.has("scale") || section.has("offset"))) {
            section.problem("scale", "a bool has neither scale nor offset");
        }
        return new ModbusRegister(
                section.text("name"),
                section.integer("unitId", defaultUnitId, 0, 255),
                table,
                section.integer("address", 0, 65_536 - type.words()),
                type,
                section.choice("wordOrder", WordOrder.class, WordOrder.HIGH_FIRST),
                section.decimal("scale", BigDecimal.ONE),
                section.decimal("offset", BigDecimal.ZERO),
                section.textOrNull("unit"));
    }

    /** Words in the order they came over the wire. */
    ReadValue value(int[] wire) {
        int[] words = wire.length == 2 && wordOrder == WordOrder.LOW_FIRST ? new int[] {wire[1], wire[0]} : wire;
        BigDecimal raw = type.decode(words);
        if (raw == null) {
            return bad("NotANumber");
        }
        Object value = type == RegisterType.BOOL ? raw.signum() != 0 : scaled(raw);
        return new ReadValue(name, value, Quality.GOOD, null, unit, null);
    }

    private BigDecimal scaled(BigDecimal raw) {
        BigDecimal value = raw.multiply(scale).add(offset);
        return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }

    ReadValue bad(String status) {
        return ReadValue.missing(name, null, unit, status);
    }
}
