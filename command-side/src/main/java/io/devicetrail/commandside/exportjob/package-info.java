/** Export jobs: who asks for one, and what becomes of it. */
@NullMarked
package io.devicetrail.commandside.exportjob;

import org.jspecify.annotations.NullMarked;
