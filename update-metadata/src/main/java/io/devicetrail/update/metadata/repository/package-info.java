/**
 * The side that decides: builds and signs the four roles, and puts them into a directory so that no reader sees half.
 */
@NullMarked
package io.devicetrail.update.metadata.repository;

import org.jspecify.annotations.NullMarked;
