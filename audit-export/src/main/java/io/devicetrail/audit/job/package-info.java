/**
 * Copies that are made in the background, into a folder of the home, from which they are fetched. What is asked for comes
 * from the log, and what came of it goes there; in between, the folder is all there is, and may be lost: what the log has
 * can be exported again.
 */
@NullMarked
package io.devicetrail.audit.job;

import org.jspecify.annotations.NullMarked;
