/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

/**
 * A zone as CloudStack's API tells it; the calls of the extension protocol have its internal id instead.
 *
 * @param uuid CloudStack's public id, in lower case
 * @param name unique in CloudStack; may be changed there
 */
public record Zone(String uuid, String name) {}
