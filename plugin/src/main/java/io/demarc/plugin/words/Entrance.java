/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

/** Where a machine's SSH server is, and how to log in. */
public record Entrance(String host, int port, LoginReference.Ssh login) {}
