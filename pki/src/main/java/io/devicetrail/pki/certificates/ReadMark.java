package io.devicetrail.pki.certificates;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Says once, at the end of a transaction, how far it has read; and wakes who waits, when others see it. */
final class ReadMark implements TransactionSynchronization {
    private final Generations generations;
    private final ReadPulse pulse;
    private long index;

    private ReadMark(Generations generations, ReadPulse pulse) {
        this.generations = generations;
        this.pulse = pulse;
    }

    static void read(long index, Generations generations, ReadPulse pulse) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            generations.read(index);
            pulse.beat();
            return;
        }
        ReadMark mark = (ReadMark) TransactionSynchronizationManager.getResource(generations);
        if (mark == null) {
            mark = new ReadMark(generations, pulse);
            TransactionSynchronizationManager.bindResource(generations, mark);
            TransactionSynchronizationManager.registerSynchronization(mark);
        }
        mark.index = index;
    }

    @Override
    public void beforeCommit(boolean readOnly) {
        generations.read(index);
    }

    @Override
    public void afterCommit() {
        pulse.beat();
    }

    @Override
    public void afterCompletion(int status) {
        TransactionSynchronizationManager.unbindResourceIfPossible(generations);
    }
}
