package io.perennial.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which module may know which: only those on a lower floor. News travels upward as events.
 *
 * <p>Two modules are shared ground and stand where they do for a reason. {@code scheduling} knows
 * nothing of ours, so that everything may be handed a clock; only what does durable work may use
 * its engine, hence the floor below {@code issuance}. {@code web} knows principals and refusals and
 * nothing else, because every adapter builds on it and none may learn of another through it.
 */
final class Directions {

  static final Set<String> ADAPTERS =
      Set.of("operations", "pullapi", "dashboard", "vaultapi", "managementapi", "notification");

  private static final List<Set<String>> FLOORS =
      List.of(
          Set.of("kernel", "connector", "storage"),
          Set.of("pki", "envelope", "outbound"),
          Set.of("policy", "audit"),
          Set.of("access"),
          Set.of("vault"),
          Set.of("key", "secret"),
          Set.of("certificate", "issuer", "challenge", "scheduling"),
          Set.of("issuance", "publication", "idempotency"),
          Set.of("revocation"),
          Set.of("renewal"),
          Set.of("overview", "protection", "retention", "automation", "web"),
          // Answers clients itself, and tells adapters who their caller is.
          Set.of("identity"),
          ADAPTERS);

  private static final Map<String, Integer> FLOOR =
      IntStream.range(0, FLOORS.size())
          .boxed()
          .flatMap(floor -> FLOORS.get(floor).stream().map(module -> Map.entry(module, floor)))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

  /** Floors that shared ground may itself build on, although its own is higher. */
  private static final Map<String, Set<String>> SHARED =
      Map.of("scheduling", Set.of("kernel"), "web", Set.of("kernel", "access", "storage"));

  private final String root;

  Directions(String root) {
    this.root = root;
  }

  /** The module of a class; empty for the entry point and for what is not ours. */
  Optional<String> module(JavaClass type) {
    String name = type.getPackageName();
    if (!name.startsWith(root + ".")) {
      return Optional.empty();
    }
    return Optional.of(name.substring(root.length() + 1).split("\\.", -1)[0]);
  }

  boolean allowed(String from, String to) {
    if (SHARED.containsKey(from)) {
      return SHARED.get(from).contains(to);
    }
    return FLOOR.getOrDefault(from, -1) > FLOOR.getOrDefault(to, Integer.MAX_VALUE);
  }

  ArchCondition<JavaClass> onlyDependDownward() {
    return new ArchCondition<>("depend on lower modules only") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          Optional<String> from = module(type);
          Optional<String> to = module(dependency.getTargetClass().getBaseComponentType());
          if (from.isPresent() && to.isPresent() && !from.equals(to)) {
            events.add(
                new SimpleConditionEvent(
                    type, allowed(from.get(), to.get()), dependency.getDescription()));
          }
        }
      }
    };
  }

  ArchCondition<JavaClass> belongToAKnownModule() {
    return new ArchCondition<>("belong to a module with a floor") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        module(type)
            .ifPresent(module ->
                events.add(
                    new SimpleConditionEvent(
                        type,
                        FLOOR.containsKey(module),
                        type.getFullName()
                            + " is in module "
                            + module
                            + ", which has no floor in Directions")));
      }
    };
  }

  ArchCondition<JavaClass> knowNoOtherAdapter() {
    return new ArchCondition<>("know no repository and no other adapter") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Optional<String> from = module(type);
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          boolean foreign = module(target).filter(ADAPTERS::contains).isPresent();
          boolean repository =
              module(target).isPresent() && target.getSimpleName().endsWith("Repository");
          boolean bad = (foreign && !module(target).equals(from)) || repository;
          events.add(new SimpleConditionEvent(type, !bad, dependency.getDescription()));
        }
      }
    };
  }
}
