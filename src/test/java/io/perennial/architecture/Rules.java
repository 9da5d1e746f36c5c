package io.perennial.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Service;

/** All rules, for the classes below a root package. */
final class Rules {

  private static final int MOST_PARAMETERS = 6;

  /** Reading one of these is reading the machine's clock. */
  private static final Set<String> CLOCKS =
      Set.of(
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.Clock.systemUTC",
          "java.time.Clock.systemDefaultZone",
          "java.time.Clock.system",
          "java.lang.System.currentTimeMillis",
          "java.util.Date.<init>");

  private final String root;
  private final Directions directions;

  Rules(String root) {
    this.root = root;
    this.directions = new Directions(root);
  }

  List<Rule> all() {
    return List.of(
        new Rule(
            "a module knows lower modules only", downward(), "CertificateThatKnowsTheDashboard"),
        new Rule("every module has its floor", placed(), "ClassOfAnUnknownModule"),
        new Rule("no cycles between modules", noCycles(), "pki"),
        new Rule(
            "an adapter sees no repository and no other adapter",
            adapters(),
            "PullApiThatKnowsARepository"),
        new Rule("JDBC in repositories only", jdbc(), "ServiceWithJdbc"),
        new Rule("Bouncy Castle in pki only", bouncyCastle(), "ServiceWithBouncyCastle"),
        new Rule("H2 itself in storage only", h2(), "ServiceThatKnowsH2"),
        new Rule("no Spring in kernel, policy and pki", spring(), "KernelWithSpring"),
        new Rule("time is an input", clocks(), "ServiceWithItsOwnClock"),
        new Rule("nobody sleeps", sleep(), "ServiceThatSleeps"),
        new Rule("no field injection", fieldInjection(), "ServiceWithFieldInjection"),
        new Rule("a class is named for what it is", names(), "CertificateUtil"),
        new Rule("no row without a right", rights(), "ServiceWithoutAuthorizer"),
        new Rule("at most six constructor parameters", parameters(), "ServiceWithSeven"));
  }

  private ArchRule downward() {
    return classes()
        .should(directions.onlyDependDownward())
        .because("news travels upward as events, so that a lower module can be read alone");
  }

  private ArchRule placed() {
    return classes()
        .should(directions.belongToAKnownModule())
        .because("a module without a place in the order could know, and be known by, any other");
  }

  private ArchRule noCycles() {
    return slices()
        .matching(root + ".(*)..")
        .should()
        .beFreeOfCycles()
        .because("two modules in a cycle are one module");
  }

  private ArchRule adapters() {
    return classes()
        .that(
            describe(
                "are adapters",
                (JavaClass type) ->
                    directions.module(type).filter(Directions.ADAPTERS::contains).isPresent()))
        .should(directions.knowNoOtherAdapter())
        .because("an adapter turns a protocol into use cases; rights are decided beneath it");
  }

  private ArchRule jdbc() {
    return noClasses()
        .that(
            describe(
                "are no repositories",
                (JavaClass type) ->
                    !outermost(type).getSimpleName().endsWith("Repository")
                        && !type.getSimpleName().equals("DatabaseTime")
                        && !type.getPackageName().startsWith(root + ".storage")))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc.."))
        .because(
            "SQL stays in package-private *Repository classes, which run on both databases;"
                + " kernel.DatabaseTime alone knows how both keep an instant, and storage what the"
                + " database's failures mean");
  }

  private ArchRule bouncyCastle() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(root + ".pki..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.bouncycastle.."))
        .because("one module reads and writes ASN.1, so that one module is fuzzed");
  }

  private ArchRule h2() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(root + ".storage..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.h2.."))
        .because("everything else runs on PostgreSQL as well");
  }

  private ArchRule spring() {
    return noClasses()
        .that()
        .resideInAnyPackage(root + ".kernel..", root + ".policy..", root + ".pki..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.springframework.."))
        .because("what is pure is tested without a container");
  }

  private ArchRule clocks() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(root + ".scheduling..")
        .should()
        .accessTargetWhere(
            describe(
                "reads the machine's clock",
                access ->
                    CLOCKS.contains(
                            access.getTargetOwner().getFullName()
                                + "."
                                + access.getTarget().getName())
                        && takesNoClock(access.getTarget())))
        .because("two years of renewals run in a test in seconds");
  }

  /** {@code Instant.now(clock)} and {@code new Date(millis)} are told the time. */
  private static boolean takesNoClock(AccessTarget target) {
    return !(target instanceof AccessTarget.CodeUnitAccessTarget unit)
        || unit.getRawParameterTypes().stream()
            .noneMatch(
                type -> type.getSimpleName().equals("Clock") || type.getName().equals("long"));
  }

  private static ArchRule sleep() {
    return noClasses()
        .should()
        .callMethodWhere(
            DescribedPredicate.<com.tngtech.archunit.core.domain.JavaMethodCall>describe(
                "sleeps",
                call ->
                    call.getTargetOwner().isEquivalentTo(Thread.class)
                        && call.getName().equals("sleep")))
        .because("what waits is a row with a time, or it is lost at a crash");
  }

  private static ArchRule fieldInjection() {
    return noFields()
        .should()
        .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
        .orShould()
        .beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
        .orShould()
        .beAnnotatedWith("jakarta.inject.Inject")
        .orShould()
        .beAnnotatedWith("jakarta.annotation.Resource")
        .because("what a class needs stands in its one constructor");
  }

  private static ArchRule names() {
    return noClasses()
        .should()
        .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
        .because("such a name says nothing of what the class is for");
  }

  private ArchRule rights() {
    return classes()
        .that()
        .areAnnotatedWith(Service.class)
        .should(new Authorisation(directions).passThroughTheAuthorizer())
        .because("rights are decided in the service layer, whoever calls it");
  }

  private static ArchRule parameters() {
    return classes()
        .that(
            describe(
                "are no records, enums or anonymous",
                (JavaClass type) -> !type.isRecord() && !type.isEnum() && !type.isAnonymousClass()))
        .should(
            new ArchCondition<>("have constructors of at most six parameters") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                for (JavaConstructor constructor : type.getConstructors()) {
                  events.add(
                      new SimpleConditionEvent(
                          type,
                          constructor.getRawParameterTypes().size() <= MOST_PARAMETERS,
                          constructor.getFullName() + " has more than six parameters"));
                }
              }
            })
        .because("a class that needs more does more than one thing");
  }

  private static JavaClass outermost(JavaClass type) {
    JavaClass outer = type;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer;
  }
}
