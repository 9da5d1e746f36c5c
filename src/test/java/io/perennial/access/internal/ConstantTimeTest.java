package io.perennial.access.internal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.security.MessageDigest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A comparison that stops at the first difference tells how much of a guess was right. */
class ConstantTimeTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPackages("io.perennial.access", "io.perennial.audit");

  @Test
  void secretsAreComparedByMessageDigest() {
    methods()
        .that()
        .areDeclaredIn(HashedCredentials.class)
        .and()
        .haveName("find")
        .should(
            com.tngtech.archunit.lang.conditions.ArchConditions.be(
                com.tngtech.archunit.base.DescribedPredicate.describe(
                    "comparing in constant time",
                    (com.tngtech.archunit.core.domain.JavaMethod method) ->
                        method.getMethodCallsFromSelf().stream()
                            .anyMatch(call ->
                                call.getTargetOwner().isEquivalentTo(MessageDigest.class)
                                    && call.getName().equals("isEqual")))))
        .check(CLASSES);
  }

  @Test
  void nothingHereComparesArraysOtherwise() {
    noClasses()
        .should()
        .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
        .check(CLASSES);
  }
}
