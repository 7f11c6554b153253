/** The main job, shown on real parts: what {@code ./devicetrail demo} does, step by step. */
@NullMarked
package io.devicetrail.app.demo;

import org.jspecify.annotations.NullMarked;
