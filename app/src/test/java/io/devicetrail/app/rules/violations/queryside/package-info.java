/** Broken on purpose: see {@code HouseRulesTest}. */
@NullMarked
package io.devicetrail.app.rules.violations.queryside;

import org.jspecify.annotations.NullMarked;
