/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Who may know whom. The reasons: docs/architecture.md. */
class ArchitectureTest {
    private static final JavaClasses DEMARC = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.demarc");
    private static final Path DEMARC_PAGE = Path.of("..", "docs", "architecture.md");

    @Test
    void allModulesAreLookedAt() {
        assertThat(DEMARC.stream()
                        .map(type -> type.getPackageName().split("\\.")[2])
                        .distinct())
                .contains("problem", "access", "switches", "hooks", "plugin", "lab");
    }

    @Test
    void packagesStandOnTheFloorsOfTheArchitecturePage() {
        Floors floors = Floors.of(DEMARC_PAGE);

        assertThat(DEMARC.stream().map(JavaClass::getPackageName).distinct())
                .as("packages, and those of %s", DEMARC_PAGE)
                .containsExactlyInAnyOrderElementsOf(floors.packages());
        assertThat(DEMARC.stream()
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .filter(it -> it.getTargetClass().getPackageName().startsWith("io.demarc"))
                        .filter(it -> !floors.mayUse(
                                it.getOriginClass().getPackageName(),
                                it.getTargetClass().getPackageName()))
                        .map(Dependency::getDescription))
                .isEmpty();
    }

    @Test
    void packagesAreFreeOfCircles() {
        slices().matching("io.demarc.(**)").should().beFreeOfCycles().check(DEMARC);
    }

    @Test
    void librariesKnowNoDatabases() {
        noClasses()
                .that()
                .resideInAnyPackage("io.demarc.access..", "io.demarc.problem..", "io.demarc.switches..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.sql..")
                .check(DEMARC);
    }

    /** Annotations elsewhere say how a record's fields are called in a file; they read nothing. */
    @Test
    void yamlIsReadInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.demarc.access.yaml..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("tools.jackson..", "org.snakeyaml..")
                .check(DEMARC);
    }

    @Test
    void theSshClientStaysInItsPackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.demarc.access.ssh..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.jcraft..")
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
