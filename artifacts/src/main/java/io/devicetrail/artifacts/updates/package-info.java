/**
 * What devices are told of published releases: one TUF repository for each tenant, made from the log, signed here, and
 * renewed before it ends. See docs/updates.md.
 */
@NullMarked
package io.devicetrail.artifacts.updates;

import org.jspecify.annotations.NullMarked;
