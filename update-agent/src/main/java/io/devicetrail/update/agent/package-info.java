/**
 * The device's side of an update, for one device or many in one process.
 *
 * <p>An offer says what the platform wants; the signed metadata says what is allowed; the device decides. An image goes
 * from the download into the slot that does not run, is tried once the slot is whole, and stays when its self-test
 * passes. Which slot runs is said by one file, {@code boot.json}, replaced whole: wherever the power goes, that file
 * and the slots tell how far it was, and the next start goes on from there.
 */
@NullMarked
package io.devicetrail.update.agent;

import org.jspecify.annotations.NullMarked;
