/** What reads the log: how its processors are made, and who notices when one of them stands still. */
@NullMarked
package io.devicetrail.app.processors;

import org.jspecify.annotations.NullMarked;
