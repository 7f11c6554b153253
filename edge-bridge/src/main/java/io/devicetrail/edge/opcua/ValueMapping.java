package io.devicetrail.edge.opcua;

import io.devicetrail.edge.opcua.OpcUaSettings.NodeValue;
import io.devicetrail.edge.source.Quality;
import io.devicetrail.edge.source.ReadValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UNumber;
import org.jspecify.annotations.Nullable;

/** An OPC UA data value as one of ours: severity becomes quality, the code keeps its name, the time stays the source's. */
final class ValueMapping {

    /** Severity: the two highest bits of a status code (OPC 10000-4, 7.39). */
    private static final int SEVERITY_SHIFT = 30;

    private ValueMapping() {}

    static ReadValue map(NodeValue node, DataValue data) {
        StatusCode code = data.statusCode() == null ? StatusCode.GOOD : data.statusCode();
        Quality quality = quality(code);
        String status = quality == Quality.GOOD ? null : nameOf(code);
        Object raw = data.value() == null ? null : data.value().value();
        if (raw == null) {
            return ReadValue.missing(node.name(), time(data), node.unit(), status == null ? "NoValue" : status);
        }
        Object scalar = scalar(raw);
        if (scalar == null) {
            return ReadValue.missing(node.name(), time(data), node.unit(), status == null ? unusable(raw) : status);
        }
        return new ReadValue(node.name(), scalar, quality, time(data), node.unit(), status);
    }

    static Quality quality(StatusCode code) {
        return switch ((int) (code.value() >>> SEVERITY_SHIFT & 0b11)) {
            case 0b00 -> Quality.GOOD;
            case 0b01 -> Quality.UNCERTAIN;
            // 11 is reserved by the standard: what nobody defined cannot be trusted.
            default -> Quality.BAD;
        };
    }

    /** The sub-code decides the name; the lower half carries flags such as overflow. */
    static String nameOf(StatusCode code) {
        return StatusCodes.lookup(code.value() & 0xFFFF_0000L)
                .map(found -> found[0])
                .orElse("0x%08X".formatted(code.value()));
    }

    private static @Nullable Instant time(DataValue data) {
        DateTime time = data.sourceTime() == null ? data.serverTime() : data.sourceTime();
        return time == null || time.isNull() ? null : time.getJavaInstant();
    }

    /** A JSON scalar, or null when the value is none. */
    private static @Nullable Object scalar(Object raw) {
        return switch (raw) {
            case Boolean value -> value;
            case String value -> value;
            case Double value -> Double.isFinite(value) ? BigDecimal.valueOf(value) : null;
            case Float value -> Float.isFinite(value) ? new BigDecimal(value.toString()) : null;
            case UNumber value -> value.toBigInteger();
            case Number value -> value;
            case DateTime value -> value.getJavaInstant().toString();
            case LocalizedText value -> value.text();
            case UUID value -> value.toString();
            default -> null;
        };
    }

    private static String unusable(Object raw) {
        return raw instanceof Double || raw instanceof Float ? "NotANumber" : "UnsupportedType";
    }
}
