/** The command line. Each command exits 0 only on success; standard output belongs to its result alone. */
@NullMarked
package io.devicetrail.app.cli;

import org.jspecify.annotations.NullMarked;
