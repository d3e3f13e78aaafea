/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Setting;
import io.demarc.hooks.runbook.StepContext;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code file-system-grow}: makes the mounted file systems of a resource as large as their device: ext4 and XFS, which can
 * while they are in use. For any other a person is asked.
 */
final class FileSystemGrow extends PairStep {
    private static final String SIZE = "stat -f -c '%b %S' -- \"$1\"";

    FileSystemGrow(StoragePairs pairs) {
        super(pairs);
    }

    @Override
    public String name() {
        return "file-system-grow";
    }

    @Override
    public List<Setting> settings() {
        return List.of(DiskDetach.RESOURCE);
    }

    private record Mounted(StorageNode node, String device, String target, String type) {
        private String key() {
            return "size-before-of-" + target;
        }
    }

    private List<Mounted> mounted(StepContext context, Sighted sight) {
        List<Mounted> all = new ArrayList<>();
        String name = context.requiredSetting(DiskDetach.RESOURCE.name());
        for (NodeView primary : view(sight).primary().stream().toList()) {
            for (String device : BackingDevices.given(sight, primary.node(), name)) {
                sight.look(primary.node(), "findmnt", "-rno", "TARGET,FSTYPE", "-S", device)
                        .stdout()
                        .lines()
                        .map(line -> line.split(" ", -1))
                        .filter(words -> words.length == 2)
                        .findFirst()
                        .ifPresent(words -> all.add(new Mounted(primary.node(), device, words[0], words[1])));
            }
        }
        return all;
    }

    private static long bytes(Sighted sight, Mounted it) {
        String[] words = sight.look(it.node(), "sh", "-c", SIZE, "size", it.target())
                .stdout()
                .strip()
                .split(" ", -1);
        return words.length == 2 && words[0].matches("\\d{1,15}") && words[1].matches("\\d{1,9}")
                ? Long.parseLong(words[0]) * Long.parseLong(words[1])
                : 0;
    }

    @Override
    public List<Finding> guard(StepContext context) {
        Sighted sight = sight(context);
        List<Finding> findings = new ArrayList<>(PairGuards.redundantOnBoth(view(sight)));
        for (Mounted it : mounted(context, sight)) {
            if (context.value(it.key()).isEmpty()) {
                context.save(it.key(), String.valueOf(bytes(sight, it)));
            }
        }
        return findings;
    }

    @Override
    public Outcome act(StepContext context) {
        Sighted sight = sight(context);
        boolean isForPerson = false;
        for (Mounted it : mounted(context, sight)) {
            switch (it.type()) {
                case "ext4", "ext3" -> sight.change(it.node(), "resize2fs", it.device());
                case "xfs" -> sight.change(it.node(), "xfs_growfs", it.target());
                default -> isForPerson = true;
            }
        }
        return isForPerson ? Outcome.asksPerson() : Outcome.acted("");
    }

    @Override
    public List<Finding> verify(StepContext context) {
        Sighted sight = sight(context);
        List<Finding> findings = new ArrayList<>();
        for (Mounted it : mounted(context, sight)) {
            long before = Long.parseLong(context.value(it.key()).orElse("0"));
            long now = bytes(sight, it);
            String claim = "the file system on " + it.target() + " is larger than before";
            String found = now + " bytes, " + before + " before";
            findings.add(
                    now > before && before > 0
                            ? Finding.met(claim, found)
                            : Finding.notMet(claim, found, "Grow it by hand on " + it.node() + ", then resume."));
        }
        return findings;
    }
}
