/** Broken on purpose: see {@code HouseRulesTest}. */
@NullMarked
package io.devicetrail.app.rules.violations.sagas;

import org.jspecify.annotations.NullMarked;
