package io.devicetrail.commandside.authority;

import org.axonframework.commandhandling.CommandBus;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/**
 * Puts the rules in the way of every command, whoever sends it, in this order. The rules themselves are no beans: the
 * framework would register those a second time.
 */
@Component
class CommandRules implements InitializingBean {
    private final CommandBus commands;

    CommandRules(CommandBus commands) {
        this.commands = commands;
    }

    @Override
    public void afterPropertiesSet() {
        commands.registerHandlerInterceptor(new ProvenanceRule());
        commands.registerHandlerInterceptor(new UnknownRecord());
    }
}
