package io.devicetrail.commandside.reference;

import java.util.function.Function;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * What a command is told of another record, it is told by one reading, however many of its rules ask: they decide about the same
 * moment. A batch of events is many moments, and each of its questions is asked anew.
 */
final class OncePerCommand {
    private OncePerCommand() {}

    /** @param id of the record; no two kinds of records have equal ids */
    static <K, T> T read(K id, Function<K, T> reading) {
        if (!CurrentUnitOfWork.isStarted() || !(CurrentUnitOfWork.get().getMessage() instanceof CommandMessage)) {
            return reading.apply(id);
        }
        UnitOfWork<?> command = CurrentUnitOfWork.get();
        String key = OncePerCommand.class.getName() + '/' + id.getClass().getName() + '/' + id;
        T known = command.getResource(key);
        if (known == null) {
            // Not within a computation of the map: a reading may leave something there, too.
            known = reading.apply(id);
            command.resources().put(key, known);
        }
        return known;
    }
}
