/** What brokers of others are told: who may connect there, and what each may say and hear. */
@NullMarked
package io.devicetrail.pki.outside;

import org.jspecify.annotations.NullMarked;
