package io.devicetrail.queryside.access;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/** Lets the reach follow its request from thread to thread; named in META-INF/services. */
public final class ReachAccessor implements ThreadLocalAccessor<Reach> {
    @Override
    public Object key() {
        return Reach.KEY;
    }

    @Override
    public @Nullable Reach getValue() {
        return Reach.CURRENT.get();
    }

    @Override
    public void setValue(Reach value) {
        Reach.CURRENT.set(value);
    }

    @Override
    public void setValue() {
        Reach.CURRENT.remove();
    }
}
