/** Where is this command, and what was this device told? */
@NullMarked
package io.devicetrail.queryside.commands;

import org.jspecify.annotations.NullMarked;
