/** API keys of machines: issued, revoked; their texts are kept elsewhere. */
@NullMarked
package io.devicetrail.commandside.apikey;

import org.jspecify.annotations.NullMarked;
