package io.perennial.connector.testkit;

import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.Instruction;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The contract for the toy connector that {@link ConnectorContractTest} names last. */
final class ToyContract extends ConnectorContract {

  /** JUnit makes the instances of this class, so what they are about must be found statically. */
  static volatile Function<ToyCa, ConnectorFactory> subject = ToyContract::sound;

  private final ToyCa ca = new ToyCa(Clock.systemUTC());
  private final ConnectorFactory factory = subject.apply(ca);

  static ConnectorFactory sound(ToyCa ca) {
    return new ToyFactory(ca, ToyConnector::new);
  }

  @Override
  protected ConnectorFactory factory() {
    return factory;
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("token", "canary-7f1e5c0a9d");
  }

  @Override
  protected Set<String> phases() {
    return Set.of(ToyConnector.ORDERED);
  }

  @Override
  protected List<X509Certificate> roots(Connector connector, X509Certificate leaf) {
    return List.of(ca.root());
  }

  @Override
  protected void perform(Instruction instruction) {
    ca.prove(((Instruction.ServeHttpToken) instruction).token());
  }

  @Override
  protected void undo(Instruction instruction) {
    ca.forget(((Instruction.ServeHttpToken) instruction).token());
  }

  @Override
  protected Optional<List<X509Certificate>> issuedByTheCa() {
    return Optional.of(ca.issued());
  }

  @Override
  protected Duration bound() {
    return Duration.ofSeconds(2);
  }
}
