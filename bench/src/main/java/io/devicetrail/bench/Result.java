package io.devicetrail.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/**
 * One figure: the median of all rounds.
 *
 * @param control the same figure of what a user would take instead
 * @param limit the same figure of the bare resource
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Result(
        String name,
        double value,
        String unit,
        @Nullable Double control,
        @Nullable Double ratioToControl,
        @Nullable Double limit,
        @Nullable Double ratioToLimit) {

    public static Result of(String name, double value, String unit) {
        return new Result(name, rounded(value), unit, null, null, null, null);
    }

    public Result besideControl(double figure) {
        return new Result(name, value, unit, rounded(figure), ratio(figure), limit, ratioToLimit);
    }

    public Result besideLimit(double figure) {
        return new Result(name, value, unit, control, ratioToControl, rounded(figure), ratio(figure));
    }

    private @Nullable Double ratio(double to) {
        return to == 0 ? null : (Double) rounded(value / to);
    }

    /** Four digits: more would be noise. */
    private static double rounded(double figure) {
        return new BigDecimal(figure).round(new MathContext(4)).doubleValue();
    }
}
