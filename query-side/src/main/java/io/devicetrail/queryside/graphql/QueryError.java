package io.devicetrail.queryside.graphql;

import org.springframework.graphql.execution.ErrorType;

/** Why a question cannot be answered now or as it was asked. Clients branch on the code, people read the message. */
public class QueryError extends RuntimeException {
    private final String code;

    public QueryError(String code, String message) {
        super(message);
        this.code = code;
    }

    public QueryError(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Stable, upper snake case; part of the public API. */
    public String code() {
        return code;
    }

    /** The kind of error, as Spring for GraphQL classifies it. */
    public ErrorType type() {
        return ErrorType.BAD_REQUEST;
    }
}
