@NullMarked
package io.devicetrail.ingress;

import org.jspecify.annotations.NullMarked;
