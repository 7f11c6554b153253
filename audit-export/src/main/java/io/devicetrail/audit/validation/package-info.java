/**
 * The validation pack: which requirement of the regulation is shown by which test of this source, with which result
 * (21 CFR 11.10(a)). What no test shows is listed as open, and never left out. Runs without Spring.
 */
@NullMarked
package io.devicetrail.audit.validation;

import org.jspecify.annotations.NullMarked;
