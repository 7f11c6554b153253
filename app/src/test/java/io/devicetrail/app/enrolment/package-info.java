@NullMarked
package io.devicetrail.app.enrolment;

import org.jspecify.annotations.NullMarked;
