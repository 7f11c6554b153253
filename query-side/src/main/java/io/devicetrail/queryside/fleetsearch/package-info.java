/** Which devices match these words and conditions, and how are they spread? Answered by Elasticsearch. */
@NullMarked
package io.devicetrail.queryside.fleetsearch;

import org.jspecify.annotations.NullMarked;
