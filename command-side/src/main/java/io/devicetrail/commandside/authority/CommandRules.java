package io.devicetrail.commandside.authority;

import io.devicetrail.commandside.reference.KnownRecords;
import io.devicetrail.domain.authority.Authorities;
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
    private final Authorities authorities;
    private final KnownRecords records;
    private final RoleChoice choice;

    CommandRules(CommandBus commands, Authorities authorities, KnownRecords records, RoleChoice choice) {
        this.commands = commands;
        this.authorities = authorities;
        this.records = records;
        this.choice = choice;
    }

    @Override
    public void afterPropertiesSet() {
        commands.registerHandlerInterceptor(new ProvenanceRule());
        commands.registerHandlerInterceptor(new UnknownRecord());
        commands.registerHandlerInterceptor(new AuthorityRule(authorities, new SecondDevice(records), choice));
        commands.registerHandlerInterceptor(new ReasonRule());
    }
}
