package io.devicetrail.queryside.graphql;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.CoercingSerializeException;
import graphql.schema.GraphQLScalarType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;

/**
 * RFC 3339 with any offset in, UTC out, nothing rounded: the ready-made scalar does not take an {@link Instant}. Java
 * knows years that neither RFC 3339 writes nor PostgreSQL holds; they are refused here.
 */
final class DateTimeScalar implements Coercing<Instant, String> {
    static final GraphQLScalarType TYPE = GraphQLScalarType.newScalar()
            .name("DateTime")
            .description("RFC 3339 date and time with offset; the server answers in UTC.")
            .coercing(new DateTimeScalar())
            .build();

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final Map<String, Object> MALFORMED = Map.of("code", QueryErrors.MALFORMED_INPUT);

    private DateTimeScalar() {}

    @Override
    public String serialize(Object value, GraphQLContext context, Locale locale) {
        if (value instanceof Instant instant) {
            return instant.toString();
        }
        throw new CoercingSerializeException("not an instant: " + value.getClass());
    }

    @Override
    public Instant parseValue(Object input, GraphQLContext context, Locale locale) {
        if (input instanceof Instant instant) {
            return instant;
        }
        try {
            return parse(input.toString());
        } catch (DateTimeException e) {
            throw CoercingParseValueException.newCoercingParseValueException()
                    .message(e.getMessage())
                    .extensions(MALFORMED)
                    .cause(e)
                    .build();
        }
    }

    @Override
    public Instant parseLiteral(Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
        if (!(input instanceof StringValue text)) {
            throw CoercingParseLiteralException.newCoercingParseLiteralException()
                    .message("a DateTime is written as a string")
                    .extensions(MALFORMED)
                    .build();
        }
        try {
            return parse(String.valueOf(text.getValue()));
        } catch (DateTimeException e) {
            throw CoercingParseLiteralException.newCoercingParseLiteralException()
                    .message(e.getMessage())
                    .extensions(MALFORMED)
                    .cause(e)
                    .build();
        }
    }

    @Override
    public Value<?> valueToLiteral(Object input, GraphQLContext context, Locale locale) {
        return StringValue.of(input.toString());
    }

    private static Instant parse(String text) {
        Instant instant;
        try {
            instant = OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new DateTimeException("not an RFC 3339 date and time with offset: " + text, e);
        }
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            throw new DateTimeException("a date and time outside of the years 0001 to 9999 UTC: " + text);
        }
        return instant;
    }
}
