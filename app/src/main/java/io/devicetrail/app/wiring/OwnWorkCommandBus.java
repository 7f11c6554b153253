package io.devicetrail.app.wiring;

import java.util.ArrayDeque;
import java.util.Deque;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Handles each command in a unit of work of its own, whoever sends it. Axon nests the work of a command that is sent by the
 * handler of an event or of a deadline: its events wait for the end of the sender's batch, all are appended together, one
 * that the log refuses takes all others with it after every sender was told that it was done, and a record that was asked at
 * the beginning of the batch answers the same until its end, whatever another node has stored since. Here what was sent is
 * stored when the sender goes on.
 *
 * <p>The same for rows: they are not the sender's transaction's, which may be taken back after the command was stored.
 */
public final class OwnWorkCommandBus extends SimpleCommandBus {
    private final TransactionOperations apart;

    /** @param apart runs what it is given without the transaction of whoever sends */
    public OwnWorkCommandBus(Builder builder, TransactionOperations apart) {
        super(builder);
        this.apart = apart;
    }

    /** Puts a transaction on this database aside; each statement then takes a connection, and gives it back. */
    public static TransactionOperations apartFromTransactionsOn(DataSource dataSource) {
        DataSourceTransactionManager manager = new DataSourceTransactionManager(dataSource);
        // Else the first statement's connection would be kept until the command is stored, and what reads the log would
        // take one more.
        manager.setTransactionSynchronization(AbstractPlatformTransactionManager.SYNCHRONIZATION_ON_ACTUAL_TRANSACTION);
        TransactionTemplate without = new TransactionTemplate(manager);
        without.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
        return without;
    }

    @Override
    public <C, R> void dispatch(CommandMessage<C> command, CommandCallback<? super C, ? super R> callback) {
        Deque<UnitOfWork<?>> senders = putAside();
        try {
            apart.executeWithoutResult(none -> super.dispatch(command, callback));
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
