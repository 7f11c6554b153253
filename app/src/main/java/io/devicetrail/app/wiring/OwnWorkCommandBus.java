package io.devicetrail.app.wiring;

import java.util.ArrayDeque;
import java.util.Deque;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * Handles each command in a unit of work of its own, whoever sends it. Axon nests the work of a command that is sent by the
 * handler of an event or of a deadline: its events wait for the end of a batch of up to a thousand, all are appended
 * together, one that the log refuses takes all others with it after every sender was told that it was done, and a record
 * that was asked at the beginning of the batch answers the same until its end, whatever another node has stored since. Here
 * what was sent is stored when the sender goes on.
 */
public final class OwnWorkCommandBus extends SimpleCommandBus {
    public OwnWorkCommandBus(Builder builder) {
        super(builder);
    }

    @Override
    public <C, R> void dispatch(CommandMessage<C> command, CommandCallback<? super C, ? super R> callback) {
        Deque<UnitOfWork<?>> senders = putAside();
        try {
            super.dispatch(command, callback);
        } finally {
            senders.forEach(CurrentUnitOfWork::set);
        }
    }

    /** The outermost first, which is the order to put them back in. */
    private static Deque<UnitOfWork<?>> putAside() {
        Deque<UnitOfWork<?>> aside = new ArrayDeque<>();
        while (CurrentUnitOfWork.isStarted()) {
            UnitOfWork<?> work = CurrentUnitOfWork.get();
            aside.push(work);
            CurrentUnitOfWork.clear(work);
        }
        return aside;
    }
}
