/* SPDX-License-Identifier: Apache-2.0 */
/** Addresses that move from one server to another, and neighbours that have to be told. */
@org.jspecify.annotations.NullMarked
package io.demarc.hooks.addresses;
