/** People and their roles: who was verified, who granted what to whom, for where and on what training. */
@NullMarked
package io.devicetrail.commandside.person;

import org.jspecify.annotations.NullMarked;
