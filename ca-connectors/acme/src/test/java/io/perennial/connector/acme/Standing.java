package io.perennial.connector.acme;

import io.perennial.connector.Identifier;
import io.perennial.connector.Instruction;
import io.perennial.connector.Instruction.ServeHttpToken;
import io.perennial.connector.testkit.acme.Http01Validator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The tokens that are served right now; the fault CA looks here, so a missing one is noticed. */
final class Standing implements Http01Validator {

  private final Set<Instruction> instructions = ConcurrentHashMap.newKeySet();
  private final Map<String, Runnable> failing = new ConcurrentHashMap<>();

  /** What is not repeated is undone. */
  void replace(List<Instruction> wanted) {
    instructions.retainAll(wanted);
    instructions.addAll(wanted);
  }

  void add(List<Instruction> wanted) {
    instructions.addAll(wanted);
  }

  void failFor(String name) {
    failFor(name, () -> {});
  }

  /** Does something at the moment of the failure. */
  void failFor(String name, Runnable meanwhile) {
    failing.put(name, meanwhile);
  }

  int count() {
    return instructions.size();
  }

  @Override
  public Optional<String> objection(Identifier name, String token, String keyAuthorization) {
    Runnable meanwhile = failing.get(name.value());
    if (meanwhile != null) {
      meanwhile.run();
      return Optional.of("connection refused \u001b[31mby " + name.value());
    }
    return instructions.contains(new ServeHttpToken(name, token, keyAuthorization))
        ? Optional.empty()
        : Optional.of("nothing is served at " + name.value());
  }
}
