/** What an auditor reads: each stored event as entries of who, what, old value, new value, why and when. */
@NullMarked
package io.devicetrail.domain.audittrail;

import org.jspecify.annotations.NullMarked;
