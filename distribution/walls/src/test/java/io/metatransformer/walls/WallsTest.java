package io.metatransformer.walls;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** One rule for each line of the table of modules: who may know whom, and why not. */
@AnalyzeClasses(
        packages = "io.metatransformer",
        importOptions = ImportOption.DoNotIncludeTests.class)
class WallsTest {

    private static final String API = "io.metatransformer.api..";
    private static final String TESTKIT = "io.metatransformer.testkit..";
    private static final String CORE = "io.metatransformer.core..";
    private static final String DRAWING = "io.metatransformer.drawing..";
    private static final String SERVER = "io.metatransformer.server..";
    private static final String GRAPH = "io.metatransformer.graph..";
    private static final String CONVERTER = "io.metatransformer.converter..";
    private static final String HOST = "io.metatransformer.host..";
    private static final String CLI = "io.metatransformer.cli..";
    private static final String[] PLUGINS = {
        "io.metatransformer.modality..", "io.metatransformer.head.."
    };
    private static final String[] PLUGIN_LIBRARIES = {
        "io.metatransformer.raster..",
        "io.metatransformer.series..",
        "io.metatransformer.sketch..",
        "io.metatransformer.tables..",
        "io.metatransformer.head.pooling..",
        "io.metatransformer.head.pyramid.."
    };
    private static final String TENSORFLOW = "org.tensorflow..";
    private static final String VERTX = "io.vertx..";
    private static final String GUICE = "com.google.inject..";

    @ArchTest
    static final ArchRule the_api_stands_on_the_jdk_alone =
            classes()
                    .that()
                    .resideInAPackage(API)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(API, "java..")
                    .because(
                            "every plugin is compiled against it and meets it through another class"
                                    + " loader: what the api needs, every plugin would be tied to");

    @ArchTest
    static final ArchRule the_testkit_knows_the_api_and_junit =
            classes()
                    .that()
                    .resideInAPackage(TESTKIT)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            API,
                            TESTKIT,
                            "java..",
                            "javax.xml..", // the JDK's, for drawings in SVG
                            "org.w3c.dom..",
                            "org.xml.sax..",
                            "org.junit..",
                            "org.opentest4j..")
                    .allowEmptyShould(true)
                    .because("a plugin's author tests with it and must not inherit our runtime");

    @ArchTest
    static final ArchRule the_core_knows_no_door_no_engine_and_no_plugin =
            noClasses()
                    .that()
                    .resideInAPackage(CORE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            VERTX,
                            TENSORFLOW,
                            SERVER,
                            DRAWING,
                            GRAPH,
                            CONVERTER,
                            HOST,
                            CLI,
                            TESTKIT)
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAnyPackage(PLUGINS)
                    .allowEmptyShould(true)
                    .because(
                            "a program embeds it without a server, a node uses it without TensorFlow,"
                                    + " and a built-in plugin has no privilege over a stranger's");

    @ArchTest
    static final ArchRule the_drawing_knows_the_api_and_its_charts =
            classes()
                    .that()
                    .resideInAPackage(DRAWING)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            API, DRAWING, "org.knowm.xchart..", "java..", "javax.imageio..")
                    .because(
                            "whoever has an answer can draw it: a server, a command line, a program of"
                                    + " somebody else");

    @ArchTest
    static final ArchRule the_server_knows_no_engine_and_no_plugin =
            noClasses()
                    .that()
                    .resideInAPackage(SERVER)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(TENSORFLOW, GRAPH, CONVERTER, HOST, CLI, TESTKIT)
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAnyPackage(PLUGINS)
                    .allowEmptyShould(true)
                    .because("a node that only answers requests must start without native code");

    @ArchTest
    static final ArchRule the_graph_knows_the_api_and_tensorflow =
            noClasses()
                    .that()
                    .resideInAPackage(GRAPH)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            VERTX,
                            GUICE,
                            "jakarta.inject..",
                            CORE,
                            SERVER,
                            CONVERTER,
                            HOST,
                            CLI,
                            TESTKIT)
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAnyPackage(PLUGINS)
                    .allowEmptyShould(true)
                    .because("it is shared with every plugin: its own needs would become theirs");

    @ArchTest
    static final ArchRule the_converter_knows_the_api_and_the_graph =
            noClasses()
                    .that()
                    .resideInAPackage(CONVERTER)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(VERTX, GUICE, CORE, SERVER, HOST, CLI, TESTKIT)
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAnyPackage(PLUGINS)
                    .allowEmptyShould(true)
                    .because("turning a file into a SavedModel is a job without a server");

    @ArchTest
    static final ArchRule the_host_knows_no_plugin =
            noClasses()
                    .that()
                    .resideInAPackage(HOST)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(CORE, SERVER, CLI, TESTKIT)
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAnyPackage(PLUGINS)
                    .allowEmptyShould(true)
                    .because(
                            "tokens arrive without a modality; the encoder serves all of them alike");

    @ArchTest
    static final ArchRule a_plugin_knows_the_api_and_what_it_ships =
            noClasses()
                    .that()
                    .resideInAnyPackage(PLUGINS)
                    .or()
                    .resideInAnyPackage(PLUGIN_LIBRARIES)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            CORE,
                            SERVER,
                            CONVERTER,
                            HOST,
                            CLI,
                            TESTKIT,
                            GUICE,
                            "jakarta.inject..",
                            VERTX)
                    .because(
                            "it runs beside plugins it has never met, behind its own class loader,"
                                    + " where the runtime's libraries are out of reach");

    @ArchTest
    static final ArchRule a_modality_never_knows_another =
            slices().matching("io.metatransformer.modality.(*)..")
                    .should()
                    .notDependOnEachOther()
                    .allowEmptyShould(true)
                    .because("each could be deleted without its neighbours noticing");

    @ArchTest
    static final ArchRule a_head_knows_no_other_head_but_the_libraries_they_share =
            slices().matching("io.metatransformer.head.(*)..")
                    .should()
                    .notDependOnEachOther()
                    .ignoreDependency(
                            com.tngtech.archunit.base.DescribedPredicate.alwaysTrue(),
                            com.tngtech.archunit.core.domain.JavaClass.Predicates
                                    .resideInAnyPackage(
                                            "io.metatransformer.head.pooling..",
                                            "io.metatransformer.head.pyramid.."))
                    .because("each could be deleted without its neighbours noticing");

    @ArchTest
    static final ArchRule only_the_core_and_the_doors_are_wired_by_guice =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(CORE, SERVER, CLI)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(GUICE)
                    .because("wiring happens where parts meet, never inside a part");
}
