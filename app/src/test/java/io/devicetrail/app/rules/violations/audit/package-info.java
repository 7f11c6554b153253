/** Broken on purpose: see {@code HouseRulesTest}. */
@NullMarked
package io.devicetrail.app.rules.violations.audit;

import org.jspecify.annotations.NullMarked;
