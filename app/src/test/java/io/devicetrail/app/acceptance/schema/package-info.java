/** The shape of the GraphQL API, as the running application has it. */
@NullMarked
package io.devicetrail.app.acceptance.schema;

import org.jspecify.annotations.NullMarked;
