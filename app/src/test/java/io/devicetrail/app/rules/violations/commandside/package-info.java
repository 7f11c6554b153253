/** Broken on purpose: see {@code HouseRulesTest}. */
@NullMarked
package io.devicetrail.app.rules.violations.commandside;

import org.jspecify.annotations.NullMarked;
