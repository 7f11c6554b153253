/** The names under which events are stored. A name and its shape are a record of law: they outlive every class. */
@NullMarked
package io.devicetrail.domain.catalogue;

import org.jspecify.annotations.NullMarked;
