/** Commands from the GraphQL request to the device, and back until a query says that they succeeded. */
@NullMarked
package io.devicetrail.bench.endtoend;

import org.jspecify.annotations.NullMarked;
