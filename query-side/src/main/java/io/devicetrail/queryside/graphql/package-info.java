/** How GraphQL looks on the wire: what is taken as a request, scalars, JSON and errors. */
@NullMarked
package io.devicetrail.queryside.graphql;

import org.jspecify.annotations.NullMarked;
