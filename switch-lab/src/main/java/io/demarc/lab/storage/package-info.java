/* SPDX-License-Identifier: Apache-2.0 */
/** Storage nodes to try runbooks on: real ones, in virtual machines. */
@org.jspecify.annotations.NullMarked
package io.demarc.lab.storage;
