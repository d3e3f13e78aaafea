/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

/** One user's pair of keys. */
public record ApiKeys(String apiKey, String secretKey) {
    @Override
    public String toString() {
        return "keys " + apiKey;
    }
}
