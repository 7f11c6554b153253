package io.devicetrail.queryside.relay;

import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.queryside.access.Reach;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/** Looks up any object by its global id. */
@Controller
class NodeController {
    private final Map<String, NodeFinder> finders;

    NodeController(List<NodeFinder> finders) {
        this.finders = finders.stream().collect(Collectors.toMap(NodeFinder::type, Function.identity()));
    }

    @QueryMapping
    @Nullable Object node(@Argument String id) {
        GlobalId global = GlobalId.parse(id).orElseThrow(() -> new MalformedInput("id", "is no global id: " + id));
        NodeFinder finder = finders.get(global.type());
        return finder == null ? null : Reach.current().of(finder.permission()).call(() -> finder.find(global.local()));
    }
}
