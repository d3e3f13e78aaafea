/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import com.google.gson.JsonElement;
import io.demarc.access.Deadline;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which CloudStack it is, and what follows for Demarc.
 *
 * @param text as CloudStack tells it, such as {@code 4.23.0.0}; empty when it tells none
 */
public record CloudStackVersion(String text) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(\\..*)?");
    private static final int MAJOR = 4;
    private static final int FIRST_MINOR = 18;
    private static final int FIRST_MINOR_WITH_EXTENSIONS = 23;

    /** Such as {@code 4.18}: the oldest that Demarc works with. */
    public static final String OLDEST = MAJOR + "." + FIRST_MINOR;
    /** Such as {@code 4.23}: the oldest that can call Demarc. */
    public static final String OLDEST_WITH_EXTENSIONS = MAJOR + "." + FIRST_MINOR_WITH_EXTENSIONS;

    /**
     * Asks CloudStack.
     *
     * @throws CloudStackApi.ApiRefusal and others as {@link CloudStackApi#ask}
     */
    public static CloudStackVersion asked(CloudStackApi api, Deadline deadline) {
        JsonElement capability = api.ask("listCapabilities", Map.of(), deadline).get("capability");
        return new CloudStackVersion(
                capability != null && capability.isJsonObject()
                        ? AdminApi.text(capability.getAsJsonObject(), "cloudstackversion")
                        : "");
    }

    /** Whether Demarc works with it at all. */
    public boolean isSupported() {
        return isSince(FIRST_MINOR);
    }

    /** Whether it can call Demarc as an extension; where it can't, Demarc follows its API alone. */
    public boolean hasExtensions() {
        return isSince(FIRST_MINOR_WITH_EXTENSIONS);
    }

    private boolean isSince(int firstMinor) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        int major = Integer.parseInt(matcher.group(1));
        return major > MAJOR || (major == MAJOR && Integer.parseInt(matcher.group(2)) >= firstMinor);
    }
}
