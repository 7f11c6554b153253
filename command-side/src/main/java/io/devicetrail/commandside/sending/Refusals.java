package io.devicetrail.commandside.sending;

import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.MutationOutcome.UserError;
import io.devicetrail.domain.shared.Rejection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.axonframework.commandhandling.CommandExecutionException;

/** For a mutation that sends no command: what a rule refuses is told as {@link CommandSender} tells it. */
public final class Refusals {
    private static final String AWAY = "The log is not reachable, so nothing was done. Repeat shortly.";

    private Refusals() {}

    /** @throws LogUnavailable if neither the answer nor a refusal came of it */
    public static <T> T answer(Supplier<T> work, Function<UserError, T> refused) {
        try {
            return work.get();
        } catch (MalformedInput e) {
            return refused.apply(new UserError("MALFORMED_INPUT", String.valueOf(e.getMessage()), List.of(e.field())));
        } catch (CommandExecutionException e) {
            return refused.apply(error(e));
        } catch (LogUnavailable e) {
            throw e;
        } catch (RuntimeException e) {
            throw new LogUnavailable(AWAY, e);
        }
    }

    private static UserError error(CommandExecutionException e) {
        Rejection rejection = e.getDetails()
                .filter(Rejection.class::isInstance)
                .map(Rejection.class::cast)
                .orElseThrow(() -> new LogUnavailable(AWAY, e));
        return new UserError(rejection.code(), rejection.message(), ErrorPath.of(rejection));
    }
}
