/**
 * Rebuilding read models from the log. It changes no record, but it may change what people are shown: dead letters that
 * were given up are tried again. So who had it done, and how it came out, is on record. A replay starts, and ends unless
 * it was cut short.
 */
@NullMarked
package io.devicetrail.domain.replay;

import org.jspecify.annotations.NullMarked;
