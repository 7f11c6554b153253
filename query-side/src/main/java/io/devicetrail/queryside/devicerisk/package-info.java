/**
 * How likely is it that a device needs somebody, and what speaks for that? Derived at the question; nobody can write
 * it.
 */
@NullMarked
package io.devicetrail.queryside.devicerisk;

import org.jspecify.annotations.NullMarked;
