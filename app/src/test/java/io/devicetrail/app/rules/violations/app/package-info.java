/** Broken on purpose: see {@code HouseRulesTest}. */
@NullMarked
package io.devicetrail.app.rules.violations.app;

import org.jspecify.annotations.NullMarked;
