/** How devices come by their certificates, and which of these count: enrolled, renewed, revoked. */
@NullMarked
package io.devicetrail.domain.enrolment;

import org.jspecify.annotations.NullMarked;
