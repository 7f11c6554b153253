package io.devicetrail.app.rotation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a rotation came out.
 *
 * @param position log index of the event
 * @param keys the new verifier keys, to be handed to whoever verifies
 * @param inForce whether checkpoints carry their signatures by now
 */
public record RotatedKeys(@Nullable Long position, List<String> keys, boolean inForce) {}
