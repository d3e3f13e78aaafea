/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

/**
 * The wish that a device is on a network. Lives on while the network is down.
 *
 * @param networkName as it was when the wish was made: for messages only
 * @param forced      although the device's owner is not the network's
 * @param byTag       a tag of the network asks for it, and it ends with the tag
 */
public record Attachment(DeviceName device, String networkUuid, String networkName, boolean forced, boolean byTag) {}
