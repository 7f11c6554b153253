/** Who may connect to the embedded broker, and what each may say and hear there. */
@NullMarked
package io.devicetrail.app.broker;

import org.jspecify.annotations.NullMarked;
