/** What shall be rolled out where, and which plans are there? */
@NullMarked
package io.devicetrail.queryside.rolloutplans;

import org.jspecify.annotations.NullMarked;
