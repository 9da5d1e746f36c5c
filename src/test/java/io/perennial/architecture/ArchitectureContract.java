package io.perennial.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.stereotype.Service;

/** Every rule holds for the product, and finds the class that was written to break it. */
public abstract class ArchitectureContract {

  private static final String PRODUCT = "io.perennial";
  private static final String OFFENDING = "io.perennial.architecture.offending";

  /** The connectors' jars have rules of their own; the product's classes alone are read here. */
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("io/perennial/connector"))
          // What the build made of an earlier one's classes.
          .withImportOption(location -> !location.contains("__") && !location.contains("$$"))
          .importPackages(PRODUCT);

  private static final JavaClasses OFFENDERS = new ClassFileImporter().importPackages(OFFENDING);

  static List<Rule> product() {
    return new Rules(PRODUCT).all();
  }

  static List<Rule> offended() {
    return new Rules(OFFENDING).all();
  }

  @ParameterizedTest
  @MethodSource("product")
  void holds(Rule rule) {
    rule.rule().check(CLASSES);
  }

  @Test
  void everyExceptionToTheRightsIsStillNeeded() {
    Authorisation authorisation = new Authorisation(new Directions(PRODUCT));
    classes()
        .that()
        .areAnnotatedWith(Service.class)
        .should(authorisation.passThroughTheAuthorizer())
        .check(CLASSES);
    assertThat(authorisation.needed())
        .containsExactlyInAnyOrderElementsOf(Authorisation.EXCEPTIONS.keySet());
  }

  @ParameterizedTest
  @MethodSource("offended")
  void canFail(Rule rule) {
    EvaluationResult result = rule.rule().evaluate(OFFENDERS);
    assertThat(result.getFailureReport().getDetails())
        .anySatisfy(detail -> assertThat(detail).contains(rule.offender()));
  }
}
