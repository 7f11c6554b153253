/** Broken on purpose: see {@code HouseRulesTest}. */
@NullMarked
package io.devicetrail.app.rules.violations.domain;

import org.jspecify.annotations.NullMarked;
