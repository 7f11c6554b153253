package io.devicetrail.queryside.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.ExecutionInput;
import graphql.GraphqlErrorBuilder;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.parser.Parser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownDocumentsTest {
    private final KnownDocuments documents = new KnownDocuments();
    private final List<String> parsed = new ArrayList<>();

    @Test
    void whatWasAskedBeforeIsNotParsedAgain() {
        PreparsedDocumentEntry first = ask("{ log { head } }");
        assertThat(ask("{ log { head } }")).isSameAs(first);
        ask("{ log { head }}");
        assertThat(parsed).containsExactly("{ log { head } }", "{ log { head }}");
    }

    @Test
    void whatIsWrongOrLongIsNotRemembered() {
        ask("{ wrong }");
        ask("{ wrong }");
        String longer = "{ log { head } }" + " ".repeat(KnownDocuments.LONGEST);
        ask(longer);
        ask(longer);
        assertThat(parsed).containsExactly("{ wrong }", "{ wrong }", longer, longer);
    }

    @Test
    void onlySoManyAreRemembered() {
        for (int number = 0; number <= KnownDocuments.MOST; number++) {
            ask("{ a" + number + ": log { head } }");
        }
        ask("{ a0: log { head } }");
        assertThat(parsed).hasSize(KnownDocuments.MOST + 2);
    }

    private PreparsedDocumentEntry ask(String text) {
        return documents
                .getDocumentAsync(ExecutionInput.newExecutionInput(text).build(), input -> {
                    parsed.add(input.getQuery());
                    return text.contains("wrong")
                            ? new PreparsedDocumentEntry(GraphqlErrorBuilder.newError()
                                    .message("wrong")
                                    .build())
                            : new PreparsedDocumentEntry(new Parser().parseDocument(text));
                })
                .join();
    }
}
