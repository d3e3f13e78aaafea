/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.configuration;

/** How far Demarc may go, at most. A ceiling: what lies below it still has to be adopted before it is written. */
public enum Manage {
    /** Read, compare and show; write nothing. */
    OBSERVE,
    /** Make adopted ports what they should be. */
    ENFORCE
}
