/** Which devices are on their way to another tenant, or went or came, and what does each wait for? */
@NullMarked
package io.devicetrail.queryside.devicetransfers;

import org.jspecify.annotations.NullMarked;
