/** Where the bytes are: under their hash, never altered, whoever uploaded them. */
@NullMarked
package io.devicetrail.artifacts.store;

import org.jspecify.annotations.NullMarked;
