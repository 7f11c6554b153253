/** How far each read model has come, and waiting until one has come far enough. */
@NullMarked
package io.devicetrail.queryside.position;

import org.jspecify.annotations.NullMarked;
