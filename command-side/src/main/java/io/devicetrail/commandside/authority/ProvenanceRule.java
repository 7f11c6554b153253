package io.devicetrail.commandside.authority;

import io.devicetrail.domain.shared.Metadata;
import java.util.List;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/** Asked before all else: every command says who sent it, and what it concerns (21 CFR 11.10(e)). */
class ProvenanceRule implements MessageHandlerInterceptor<CommandMessage<?>> {
    private static final List<String> REQUIRED = List.of(
            Metadata.TENANT,
            Metadata.ACTOR_TYPE,
            Metadata.ACTOR_ID,
            Metadata.ACTOR_NAME,
            Metadata.ACTOR_ROLE,
            Metadata.AUTHENTICATION,
            Metadata.ADDRESS,
            Metadata.CLIENT);

    @Override
    public @Nullable Object handle(UnitOfWork<? extends CommandMessage<?>> work, InterceptorChain chain)
            throws Exception {
        CommandMessage<?> command = work.getMessage();
        MetaData metadata = command.getMetaData();
        for (String name : REQUIRED) {
            if (!(metadata.get(name) instanceof String text) || text.isBlank()) {
                throw new IllegalStateException(
                        command.getCommandName() + " was sent without " + name + ": no change without its entry");
            }
        }
        return chain.proceed();
    }
}
