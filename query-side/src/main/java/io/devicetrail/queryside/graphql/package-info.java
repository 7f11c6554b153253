/** How answers look on the wire: scalars, JSON and errors. */
@NullMarked
package io.devicetrail.queryside.graphql;

import org.jspecify.annotations.NullMarked;
