/** The registry's device: what it is and what became of it.
 *
 * <p>registered → enrolled → active ⇄ suspended / under repair → retired | replaced | handed over to another tenant. Connectivity is not here: it is
 * judged, see {@code connectivity}.
 */
@NullMarked
package io.devicetrail.domain.device;

import org.jspecify.annotations.NullMarked;
