/** One running Devicetrail: its parts, then its application, started together and stopped in the reverse order. */
@NullMarked
package io.devicetrail.app.instance;

import org.jspecify.annotations.NullMarked;
