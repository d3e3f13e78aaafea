/* SPDX-License-Identifier: Apache-2.0 */
/** What DRBD 8.4 and 9 tell of themselves, as one model; and what may be done in which state. */
@org.jspecify.annotations.NullMarked
package io.demarc.hooks.drbd;
