/** Real protocol peers with made-up machines behind them, to try the bridge without any machine. */
@NullMarked
package io.devicetrail.edge.simulator;

import org.jspecify.annotations.NullMarked;
