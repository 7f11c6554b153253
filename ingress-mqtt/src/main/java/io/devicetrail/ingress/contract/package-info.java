/** What the ingress knows of a device: its tenant, its life cycle and what its model lets it send. */
@NullMarked
package io.devicetrail.ingress.contract;

import org.jspecify.annotations.NullMarked;
