package io.perennial.architecture;

import com.tngtech.archunit.lang.ArchRule;

/**
 * A rule and a class that breaks it.
 *
 * @param name what is allowed or not
 * @param offender simple name of the class, below {@code offending}, that must be found
 */
record Rule(String name, ArchRule rule, String offender) {

  @Override
  public String toString() {
    return name;
  }
}
