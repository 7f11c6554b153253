/** Commands to devices; the table of transitions is in docs/commands.md. */
@NullMarked
package io.devicetrail.commandside.command;

import org.jspecify.annotations.NullMarked;
