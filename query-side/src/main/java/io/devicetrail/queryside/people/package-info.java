/** Who is registered, and which roles do they have? */
@NullMarked
package io.devicetrail.queryside.people;

import org.jspecify.annotations.NullMarked;
