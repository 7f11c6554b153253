/** The pages on which people sign in: plain HTML from the server, without scripts. */
@NullMarked
package io.devicetrail.identity.page;

import org.jspecify.annotations.NullMarked;
