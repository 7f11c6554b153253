package io.devicetrail.queryside.graphql;

import graphql.language.Directive;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.Node;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a document has of the things that cost time before anything is answered, each counted as often as it is written. */
record DocumentMarks(int fragments, int aliases, int directives) {
    static DocumentMarks of(Document document) {
        int fragments = 0;
        int aliases = 0;
        int directives = 0;
        Deque<Node<?>> nodes = new ArrayDeque<>();
        nodes.add(document);
        while (!nodes.isEmpty()) {
            Node<?> node = nodes.remove();
            switch (node) {
                case FragmentDefinition fragment -> fragments++;
                case Field field -> aliases += field.getAlias() == null ? 0 : 1;
                case Directive directive -> directives++;
                default -> {}
            }
            node.getChildren().forEach(nodes::add);
        }
        return new DocumentMarks(fragments, aliases, directives);
    }
}
