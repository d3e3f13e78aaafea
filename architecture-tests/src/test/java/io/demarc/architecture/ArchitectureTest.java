/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom. The reasons: docs/architecture.md. */
class ArchitectureTest {
    private static final JavaClasses DEMARC = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.demarc");

    @Test
    void allModulesAreLookedAt() {
        assertThat(DEMARC.stream()
                        .map(type -> type.getPackageName().split("\\.")[2])
                        .distinct())
                .contains("problem", "switches", "hooks", "plugin", "lab");
    }

    @Test
    void switchDriversKnowNothingOfTheOthers() {
        noClasses()
                .that()
                .resideInAnyPackage("io.demarc.switches..", "io.demarc.problem..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.demarc.hooks..", "io.demarc.plugin..", "io.demarc.lab..", "java.sql..")
                .check(DEMARC);
    }

    @Test
    void hooksKnowSwitchDriversOnly() {
        noClasses()
                .that()
                .resideInAPackage("io.demarc.hooks..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.demarc.plugin..", "io.demarc.lab..")
                .check(DEMARC);
    }

    @Test
    void nothingThatShipsKnowsTheLab() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.demarc.lab..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.demarc.lab..")
                .check(DEMARC);
    }

    @Test
    void theLabKnowsNothingOfThePlugin() {
        noClasses()
                .that()
                .resideInAPackage("io.demarc.lab..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.demarc.plugin..")
                .check(DEMARC);
    }

    @Test
    void jacksonReadsYamlAndNothingElse() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.demarc.switches.platform..",
                        "io.demarc.switches.cli..",
                        "io.demarc.switches.snmp..",
                        "io.demarc.plugin.inventory..",
                        "io.demarc.plugin.configuration..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson..")
                .check(DEMARC);
    }

    @Test
    void theCloudStackClientStaysInItsPackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.demarc.plugin.cloudstack..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("br.com.autonomiccs..", "org.apache.http..")
                .check(DEMARC);
    }

    @Test
    void portsAreWrittenThroughProvisioningAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.demarc.switches..", "io.demarc.lab..")
                .should()
                .callMethod(io.demarc.switches.session.SwitchSession.class, "apply", java.util.List.class)
                .check(DEMARC);
    }

    @Test
    void classesAreFinalOrMeantToBeExtended() {
        classes()
                .that()
                .areTopLevelClasses()
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .doNotHaveModifier(JavaModifier.ABSTRACT)
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(DEMARC);
    }
}
