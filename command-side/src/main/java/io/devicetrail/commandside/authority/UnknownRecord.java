package io.devicetrail.commandside.authority;

import static io.devicetrail.commandside.Rejected.because;

import io.devicetrail.domain.command.CommandOrder;
import io.devicetrail.domain.command.CommandRejection.CommandUnknown;
import io.devicetrail.domain.device.DeviceCommand;
import io.devicetrail.domain.device.DeviceRejection.DeviceUnknown;
import io.devicetrail.domain.devicemodel.DeviceModelCommand.DeprecateDeviceModelVersion;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ModelVersionUnknown;
import io.devicetrail.domain.person.PersonCommand;
import io.devicetrail.domain.person.PersonRejection.PersonUnknown;
import io.devicetrail.domain.tenant.TenantCommand;
import io.devicetrail.domain.tenant.TenantRejection.TenantUnknown;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventsourcing.IncompatibleAggregateException;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * Says "there is no such record" in the domain's words where the framework says that an aggregate was not found, or that
 * the id leads to the events of something else (a device's id given as a command's).
 */
class UnknownRecord implements MessageHandlerInterceptor<CommandMessage<?>> {
    @Override
    public @Nullable Object handle(UnitOfWork<? extends CommandMessage<?>> work, InterceptorChain chain)
            throws Exception {
        try {
            return chain.proceed();
        } catch (AggregateNotFoundException | IncompatibleAggregateException e) {
            throw switch (work.getMessage().getPayload()) {
                case TenantCommand c -> because(new TenantUnknown(c.tenant()));
                case DeviceCommand c -> because(new DeviceUnknown(c.device()));
                case DeprecateDeviceModelVersion c -> because(new ModelVersionUnknown(c.deviceModel(), c.version()));
                case CommandOrder c -> because(new CommandUnknown(c.command()));
                case PersonCommand c -> because(new PersonUnknown(c.person()));
                default -> e;
            };
        }
    }
}
