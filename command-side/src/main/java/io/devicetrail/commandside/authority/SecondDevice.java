package io.devicetrail.commandside.authority;

import static io.devicetrail.commandside.Rejected.because;

import io.devicetrail.commandside.reference.KnownDevice;
import io.devicetrail.commandside.reference.KnownRecords;
import io.devicetrail.domain.authority.Authority;
import io.devicetrail.domain.authority.AuthorityRejection.NotAuthorised;
import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.device.DeviceCommand.AttachDeviceToGateway;
import io.devicetrail.domain.device.DeviceCommand.RegisterDevice;
import io.devicetrail.domain.device.DeviceCommand.ReplaceDevice;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DeviceRejection.GatewayUnfit;
import io.devicetrail.domain.device.DeviceRejection.ReplacementUnfit;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Optional;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.messaging.InterceptorChain;
import org.jspecify.annotations.Nullable;

/**
 * The other device that a command takes part of: a replacement, a gateway. A role has to allow it where that one is too
 * (21 CFR 11.10(g)). Who has no role there hears what everybody hears of a device that is not registered.
 */
final class SecondDevice {
    private final KnownRecords records;

    SecondDevice(KnownRecords records) {
        this.records = records;
    }

    /** A device of another tenant, or of none, is for whoever handles the command to refuse. */
    @Nullable Object proceed(InterceptorChain chain, Object command, Authority authority, Permission permission, TenantId tenant)
            throws Exception {
        Named second = named(command);
        Optional<KnownDevice> known = second == null
                ? Optional.empty()
                : records.device(second.device())
                        .filter(device -> device.tenant().equals(tenant))
                        .filter(device -> authority
                                .roleFor(permission, tenant, device.site())
                                .isEmpty());
        if (second == null || known.isEmpty()) {
            return chain.proceed();
        }
        if (authority.knows(tenant, known.get().site())) {
            throw because(new NotAuthorised(permission.operation()));
        }
        throw hidden(chain, second, tenant);
    }

    /**
     * What is refused before the second device is looked at is refused as ever, or the order would tell that it is there.
     * What the handler would have done is rolled back with the exception.
     */
    private static RuntimeException hidden(InterceptorChain chain, Named second, TenantId tenant) throws Exception {
        try {
            chain.proceed();
        } catch (CommandExecutionException refused) {
            boolean ofTheSecond = refused.getDetails()
                    .filter(details ->
                            details.getClass().equals(second.unknown().getClass()))
                    .isPresent();
            if (!ofTheSecond) {
                throw refused;
            }
        }
        return because(second.unknown(), new NotVisible(tenant.value()));
    }

    private static @Nullable Named named(Object command) {
        return switch (command) {
            case ReplaceDevice c ->
                new Named(c.replacement(), new ReplacementUnfit(c.replacement(), "it is not registered"));
            case AttachDeviceToGateway c -> gateway(c.gateway());
            case RegisterDevice c -> gateway(c.gateway());
            default -> null;
        };
    }

    private static @Nullable Named gateway(@Nullable DeviceId gateway) {
        return gateway == null ? null : new Named(gateway, new GatewayUnfit(gateway, "it is not registered"));
    }

    /** @param unknown what is said of it if there is none */
    private record Named(DeviceId device, Rejection unknown) {}
}
