/** Who is signed in: sessions, asked at each use, ended by the person, by policy, or when nobody uses them. */
@NullMarked
package io.devicetrail.identity.session;

import org.jspecify.annotations.NullMarked;
