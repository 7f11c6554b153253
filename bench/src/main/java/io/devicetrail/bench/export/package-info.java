/** What an export costs: the report for people. */
@NullMarked
package io.devicetrail.bench.export;

import org.jspecify.annotations.NullMarked;
