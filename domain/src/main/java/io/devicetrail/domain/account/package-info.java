/**
 * Accounts of people whom this installation signs in itself (21 CFR 11.10(d), 11.200, 11.300). An administrator issues a
 * one-time secret; with it the person sets a password and enrols a second factor. Then they sign in, are given tokens,
 * sign out. Wrong attempts are counted and lock the account for a time. Who has lost their password is issued another
 * secret, who has lost the second factor has it reset, and one administrator alone cannot do both to somebody.
 */
@NullMarked
package io.devicetrail.domain.account;

import org.jspecify.annotations.NullMarked;
