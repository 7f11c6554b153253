/**
 * Artifacts: files that devices install. One is uploaded in pieces, checked as a whole, and only then on record; from there
 * on neither the file nor what is said of it changes. It belongs to the tenant that uploaded it, also where another one has
 * the same bytes.
 */
@NullMarked
package io.devicetrail.domain.artifact;

import org.jspecify.annotations.NullMarked;
