/* SPDX-License-Identifier: Apache-2.0 */
/** Two servers, a gateway and a client, for addresses that move. */
@org.jspecify.annotations.NullMarked
package io.demarc.lab.addresses;
