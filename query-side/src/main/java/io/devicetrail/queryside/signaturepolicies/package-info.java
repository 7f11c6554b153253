/** Which signatures do a tenant's records need? */
@NullMarked
package io.devicetrail.queryside.signaturepolicies;

import org.jspecify.annotations.NullMarked;
