package io.perennial.publication.internal;

import io.perennial.access.Credentials;
import io.perennial.access.Credentials.Purpose;
import io.perennial.kernel.ConsumerId;
import io.perennial.kernel.PrincipalId;
import io.perennial.publication.Consumer;
import io.perennial.publication.StandingProof;
import io.perennial.publication.StandingProof.Kind;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Reads by what servers show who they are, in two statements for any number of them. */
@Component
class StandingProofs {

  private final ClientCertificateRepository certificates;
  private final Credentials credentials;

  StandingProofs(ClientCertificateRepository certificates, Credentials credentials) {
    this.certificates = certificates;
    this.credentials = credentials;
  }

  /** A certificate ends the tokens with its first use, so that who uses one has no other proof. */
  Map<ConsumerId, StandingProof> of(Collection<Consumer> consumers) {
    Map<ConsumerId, StandingProof> found = new HashMap<>();
    if (consumers.isEmpty()) {
      return found;
    }
    Map<PrincipalId, Credentials.Standing> tokens =
        credentials.standing(consumers.stream().map(Consumer::principal).toList(), Purpose.PULL);
    for (Consumer consumer : consumers) {
      Credentials.Standing token = tokens.get(consumer.principal());
      if (token != null) {
        found.put(
            consumer.id(),
            new StandingProof(Kind.TOKEN, token.createdAt(), token.expiresAt(), token.expiresAt()));
      }
    }
    certificates
        .inUse(consumers.stream().map(Consumer::id).toList())
        .forEach((consumer, life) ->
            found.put(
                consumer,
                new StandingProof(
                    Kind.CLIENT_CERTIFICATE,
                    life.begins(),
                    life.ends(),
                    life.ends().plus(Identification.WAY_BACK))));
    return found;
  }
}
