/** What three or more aggregates use: provenance of a change, named ids, rejections. */
@NullMarked
package io.devicetrail.domain.shared;

import org.jspecify.annotations.NullMarked;
