package io.perennial.architecture;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * No row is reached without a right: a service's public method from which a repository can be
 * reached within its module must also reach the Authorizer. What need not is listed with a reason.
 */
final class Authorisation {

  /** These are what authorisation itself stands on; their callers authorise and say so. */
  private static final Set<String> BENEATH = Set.of("access", "audit", "envelope");

  static final Map<String, String> EXCEPTIONS =
      Map.ofEntries(
          Map.entry("StoredVaults.find", "names of vaults are no secret; what is in them is"),
          Map.entry("SealedKeys.signingKey", "signs and never shows; held by issuance alone"),
          Map.entry("SealedKeys.generate", "stores and shows nothing; store asks for the right"),
          Map.entry("CachedCrls.find", "lists of what was revoked are made to be public"),
          Map.entry("SealedKeys.type", "a key's type stands in its certificate"),
          Map.entry("StoredChallenges.httpAnswer", "the CA's validator is anonymous"),
          Map.entry("StoredChallenges.standing", "a count"),
          Map.entry("SteppedIssuance.open", "asked by renewal with no person behind it"),
          Map.entry("SteppedIssuance.unattended", "counted by the fuse with no person behind it"),
          Map.entry("DecidedRenewal.lastSweep", "health is public"),
          Map.entry("EnrolledConsumers.enrol", "the token is the right"),
          Map.entry("EnrolledConsumers.authenticate", "finds out who asks"),
          Map.entry("EnrolledConsumers.renewCredential", "of the caller, for the caller"),
          Map.entry("IssuedClientCertificates.issue", "of the caller, for the caller"),
          Map.entry("IssuedClientCertificates.authority", "an authority's certificate is public"),
          Map.entry("EnrolledConsumers.ourselves", "the server's own row"),
          Map.entry("TokenKeys.sign", "signs for who was authenticated, and never shows"),
          Map.entry("TokenKeys.find", "public keys"),
          Map.entry("TokenKeys.published", "public keys"),
          Map.entry("VerifiedTokens.verify", "finds out who asks"),
          Map.entry("KeptCreations.once", "the caller's own keys; the creation authorises"),
          Map.entry("StoredBindings.owe", "an event inside the transaction that brought it"));

  private final Directions directions;
  private final Set<String> needed = new HashSet<>();

  Authorisation(Directions directions) {
    this.directions = directions;
  }

  ArchCondition<JavaClass> passThroughTheAuthorizer() {
    return new ArchCondition<>("reach the Authorizer wherever they reach a repository") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (directions.module(type).filter(BENEATH::contains).isPresent()) {
          return;
        }
        for (JavaMethod method : type.getMethods()) {
          boolean entry =
              !method.getModifiers().contains(JavaModifier.PRIVATE)
                  && !method.getModifiers().contains(JavaModifier.SYNTHETIC)
                  && !method.getModifiers().contains(JavaModifier.STATIC);
          if (entry) {
            examine(type, method, events);
          }
        }
      }
    };
  }

  /** The methods that would break the rule, were they not listed. */
  Set<String> needed() {
    return needed;
  }

  private void examine(JavaClass type, JavaMethod method, ConditionEvents events) {
    String name = type.getSimpleName() + "." + method.getName();
    Reach reach = new Reach(directions, type);
    reach.walk(method);
    boolean passes = !reach.repository || reach.authorizer;
    if (!passes) {
      needed.add(name);
    }
    boolean kept = EXCEPTIONS.containsKey(name) || passes;
    events.add(
        new SimpleConditionEvent(
            type, kept, method.getFullName() + " reaches a repository but no Authorizer"));
  }

  /** Follows calls, inside one module. */
  private static final class Reach {

    private final Directions directions;
    private final Optional<String> module;
    private final Set<String> seen = new HashSet<>();
    private boolean repository;
    private boolean authorizer;

    private Reach(Directions directions, JavaClass start) {
      this.directions = directions;
      this.module = directions.module(start);
    }

    private void walk(JavaCodeUnit start) {
      Deque<JavaCodeUnit> open = new ArrayDeque<>();
      open.add(start);
      while (!open.isEmpty()) {
        JavaCodeUnit unit = open.remove();
        if (!seen.add(unit.getFullName())) {
          continue;
        }
        for (JavaAccess<?> access : unit.getAccessesFromSelf()) {
          JavaClass owner = access.getTargetOwner();
          repository |= owner.getSimpleName().endsWith("Repository");
          authorizer |=
              owner.getSimpleName().equals("Authorizer")
                  && access.getTarget().getName().equals("require");
          // By signature: a field or another method of the same name is another thing.
          if (directions.module(owner).equals(module)
              && access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget called) {
            owner.getCodeUnits().stream()
                .filter(next -> next.getName().equals(called.getName()))
                .filter(next -> next.getRawParameterTypes().equals(called.getRawParameterTypes()))
                .forEach(open::add);
          }
        }
      }
    }
  }
}
