/**
 * What a checkout and its build say: the marks in the sources, the results of the tests, the files that were built and
 * the figures of the demo. Whatever cannot be read is refused; nothing is taken for passed because it is not there.
 */
@NullMarked
package io.devicetrail.audit.validation.evidence;

import org.jspecify.annotations.NullMarked;
