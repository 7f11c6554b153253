/**
 * Tells somebody outside at once what cannot wait for the next look at the log (21 CFR 11.300(d): attempts at unauthorised
 * use are reported in an immediate and urgent manner).
 */
@NullMarked
package io.devicetrail.app.alerts;

import org.jspecify.annotations.NullMarked;
