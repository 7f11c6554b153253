package io.devicetrail.domain.devicemodel;

import io.devicetrail.domain.devicemodel.ModelContract.CommandDefinition;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a device of a model version is held to. A version that only reports takes whatever the former one takes, as that one
 * takes it, and besides what keeps to itself; so nobody's messages fare worse by its publication.
 *
 * @param contract of the version
 * @param former contract of the version whose rules hold meanwhile; null if the version is enforced
 */
public record RulesInForce(ModelContract contract, @Nullable ModelContract former) {
    public static RulesInForce enforced(ModelContract contract) {
        return new RulesInForce(contract, null);
    }

    /** Nobody is silent by the new heartbeat only. */
    public int heartbeatSeconds() {
        return former == null ? contract.heartbeatSeconds() : former.heartbeatSeconds();
    }

    /** The definition that such a request goes by: one that it fits where there is one, else one that tells what is wrong. */
    public Optional<CommandDefinition> commandFor(String name, Map<String, ?> arguments) {
        Optional<CommandDefinition> before = former == null ? Optional.empty() : former.commandNamed(name);
        if (before.filter(definition -> definition.objectionTo(arguments) == null)
                .isPresent()) {
            return before;
        }
        return contract.commandNamed(name).or(() -> before);
    }
}
