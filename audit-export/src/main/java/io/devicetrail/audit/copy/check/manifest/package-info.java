/** What a manifest says, who signed it, and whether the files beside it are those that it names. */
@NullMarked
package io.devicetrail.audit.copy.check.manifest;

import org.jspecify.annotations.NullMarked;
