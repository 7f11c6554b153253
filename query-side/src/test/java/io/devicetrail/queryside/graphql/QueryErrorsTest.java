package io.devicetrail.queryside.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.GraphQLError;
import graphql.Scalars;
import graphql.execution.ExecutionStepInfo;
import graphql.execution.ResultPath;
import graphql.language.Field;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.DataFetchingEnvironmentImpl;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;

class QueryErrorsTest {
    private final QueryErrors errors = new QueryErrors();

    @ParameterizedTest
    @ValueSource(strings = {"22021", "22008", "22P05"})
    void whatOnlyTheDatabaseFindsMalformedIsToldWithoutItsWords(String sqlState) {
        GraphQLError error = Objects.requireNonNull(shown(sqlState));
        assertThat(error.getExtensions()).containsEntry("code", "MALFORMED_INPUT");
        assertThat(error.getMessage()).contains("tenant").doesNotContain("SQL", "secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "42703", "57014"})
    void otherFaultsOfTheDatabaseStayInternal(String sqlState) {
        assertThat(shown(sqlState)).isNull();
    }

    @Test
    void aFaultWithoutAStateStaysInternal() {
        assertThat(shown(null)).isNull();
    }

    private @Nullable GraphQLError shown(@Nullable String sqlState) {
        SQLException cause = new SQLException("secret of the table", sqlState);
        return errors.resolveToSingleError(new DataIntegrityViolationException("SQL [...]", cause), field());
    }

    private static DataFetchingEnvironment field() {
        return DataFetchingEnvironmentImpl.newDataFetchingEnvironment()
                .mergedField(graphql.execution.MergedField.newMergedField(
                                Field.newField("tenant").build())
                        .build())
                .executionStepInfo(ExecutionStepInfo.newExecutionStepInfo()
                        .type(Scalars.GraphQLString)
                        .path(ResultPath.parse("/tenant"))
                        .build())
                .build();
    }
}
