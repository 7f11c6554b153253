package io.devicetrail.commandside.authority;

import org.axonframework.commandhandling.CommandBus;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/** Puts the rules in the way of every command, whoever sends it. */
@Component
class CommandRules implements InitializingBean {
    private final CommandBus commands;
    private final ProvenanceRule provenance;
    private final UnknownRecord unknownRecord;

    CommandRules(CommandBus commands, ProvenanceRule provenance, UnknownRecord unknownRecord) {
        this.commands = commands;
        this.provenance = provenance;
        this.unknownRecord = unknownRecord;
    }

    @Override
    public void afterPropertiesSet() {
        commands.registerHandlerInterceptor(provenance);
        commands.registerHandlerInterceptor(unknownRecord);
    }
}
