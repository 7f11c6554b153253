/** Runs rollouts: lets their ticks and soaks pass, and nothing else; devices are told by who reads the offers. */
@NullMarked
package io.devicetrail.sagas.rolloutrun;

import org.jspecify.annotations.NullMarked;
