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

/** RFC 3339 with any offset in, UTC out, nothing rounded: the ready-made scalar does not take an {@link Instant}. */
final class DateTimeScalar implements Coercing<Instant, String> {
    static final GraphQLScalarType TYPE = GraphQLScalarType.newScalar()
            .name("DateTime")
            .description("RFC 3339 date and time with offset; the server answers in UTC.")
            .coercing(new DateTimeScalar())
            .build();

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
            return OffsetDateTime.parse(input.toString()).toInstant();
        } catch (DateTimeException e) {
            throw new CoercingParseValueException("not an RFC 3339 date and time with offset: " + input, e);
        }
    }

    @Override
    public Instant parseLiteral(Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
        if (!(input instanceof StringValue text)) {
            throw new CoercingParseLiteralException("a DateTime is written as a string");
        }
        try {
            return OffsetDateTime.parse(text.getValue()).toInstant();
        } catch (DateTimeException e) {
            throw new CoercingParseLiteralException("not an RFC 3339 date and time with offset: " + text.getValue(), e);
        }
    }

    @Override
    public Value<?> valueToLiteral(Object input, GraphQLContext context, Locale locale) {
        return StringValue.of(input.toString());
    }
}
