/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

/**
 * Who an owner is, whatever it is called. An account has its name all the same: {@code listNetworks} tells no id of accounts.
 *
 * @param domain UUID of the domain, which stays when the domain is renamed or moved
 * @param owner  of a project its UUID, of an account its name
 */
public record OwnerKey(String domain, Owner.Kind kind, String owner) {
    /** The owner of one network, asked for at two times: CloudStack moves no network to another owner, so a new name is all. */
    public boolean isRenamed(OwnerKey before) {
        return !equals(before) && domain.equals(before.domain) && kind == Owner.Kind.ACCOUNT && before.kind == kind;
    }

    /** For the store. */
    public String text() {
        return domain + " " + kind + " " + owner;
    }

    public static OwnerKey parse(String text) {
        String[] parts = text.split(" ", 3);
        return new OwnerKey(parts[0], Owner.Kind.valueOf(parts[1]), parts[2]);
    }
}
