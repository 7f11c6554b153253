/** Accounts: who lets people in, what they proved when they came, and when they are kept out. */
@NullMarked
package io.devicetrail.commandside.account;

import org.jspecify.annotations.NullMarked;
