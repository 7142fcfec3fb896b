// SPDX-License-Identifier: Apache-2.0
package tls.close.internal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rooms of the API know each other in one direction: one module, so that no compiler sees to it. */
class RoomsTest {
    private static final String CONNECTION = "tls.close.internal.connection..";
    private static final String RECORD = "tls.close.internal.record..";
    private static final String TRANSPORT = "tls.close.internal.transport..";
    private static final String FACADE = "tls.close.internal.facade..";
    private static final String PROVIDER = "tls.close.internal.provider..";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("tls.close");

    @Test
    void recordKnowsNeitherTheConnectionAboveItNorTheTransportsBelow() {
        noClasses()
                .that()
                .resideInAPackage(RECORD)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CONNECTION, TRANSPORT, PROVIDER, FACADE)
                .because("it drives an engine over whatever Transport the SPI gives it")
                .check(CLASSES);
    }

    @Test
    void transportKnowsNothingOfTls() {
        noClasses()
                .that()
                .resideInAPackage(TRANSPORT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CONNECTION, RECORD, PROVIDER, FACADE, "javax.net.ssl..")
                .because("it carries bytes")
                .check(CLASSES);
    }

    @Test
    void whatTheProvidersShareKnowsNothingOfConnections() {
        noClasses()
                .that()
                .resideInAPackage(PROVIDER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CONNECTION, RECORD, TRANSPORT, FACADE)
                .because("an engine of a provider stands alone: frameworks drive it too")
                .check(CLASSES);
    }

    @Test
    void theConnectionKnowsNothingOfTheFacadeAboveIt() {
        noClasses()
                .that()
                .resideInAPackage(CONNECTION)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(FACADE)
                .because("a socket is one way to use a connection")
                .check(CLASSES);
    }

    @Test
    void nobodyInTheHouseKnowsWhatTheProvidersShare() {
        noClasses()
                .that()
                .resideOutsideOfPackage(PROVIDER)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(PROVIDER)
                .because("it is for the providers alone")
                .check(CLASSES);
    }

    @Test
    void noRoomNeedsItselfThroughAnother() {
        slices().matching("tls.close.internal.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
