package io.perennial.challenge.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.challenge.Challenges;
import io.perennial.challenge.internal.ChallengeRepository.Standing;
import io.perennial.connector.Instruction;
import io.perennial.connector.Instruction.ServeHttpToken;
import io.perennial.kernel.Id;
import io.perennial.kernel.OrderId;
import io.perennial.kernel.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class StoredChallenges implements Challenges {

  /** Longer than any CA leaves an authorization pending; after that a row is an orphan. */
  private static final Duration LONGEST = Duration.ofDays(7);

  private final ChallengeRepository repository;
  private final Authorizer authorizer;
  private final Audit audit;
  private final Clock clock;
  private final RandomGenerator random;

  StoredChallenges(
      ChallengeRepository repository,
      Authorizer authorizer,
      Audit audit,
      Clock clock,
      RandomGenerator random) {
    this.repository = repository;
    this.authorizer = authorizer;
    this.audit = audit;
    this.clock = clock;
    this.random = random;
  }

  @Override
  @Transactional
  public void stand(Principal actor, OrderId order, List<Instruction> instructions) {
    authorizer.require(actor, Permission.WRITE_CERTIFICATES, Scope.deployment());
    List<ServeHttpToken> wanted = instructions.stream().map(StoredChallenges::http).toList();
    List<Standing> standing = new ArrayList<>(repository.of(order));
    for (Standing challenge : standing) {
      if (wanted.stream().noneMatch(challenge::answers)) {
        repository.delete(challenge.id());
        record(actor, "challenge.undo", challenge.name());
      }
    }
    Instant now = clock.instant();
    for (ServeHttpToken token : wanted) {
      if (standing.stream().noneMatch(challenge -> challenge.answers(token))) {
        Standing performed =
            new Standing(
                Id.random(random), token.name().value(), token.token(), token.keyAuthorization());
        repository.insert(order, performed, now, now.plus(LONGEST));
        record(actor, "challenge.perform", performed.name());
      }
    }
  }

  private void record(Principal actor, String action, String name) {
    audit.record(new AuditEvent(actor.name(), action, name, "http-01"));
  }

  private static ServeHttpToken http(Instruction instruction) {
    return switch (instruction) {
      case ServeHttpToken token -> token;
      case Instruction.PublishTxt(String record, _) ->
          throw unable("publish the TXT record " + record);
      case Instruction.AnswerTlsAlpn(var name, _) ->
          throw unable("answer TLS-ALPN handshakes for " + name.value());
      case Instruction.AwaitApproval(String sentence) -> throw unable("approve: " + sentence);
    };
  }

  private static Refusal unable(String what) {
    return Refusal.invalid(
        "The CA asks us to %s, which this version cannot do. Choose an issuer that validates by http-01."
            .formatted(what));
  }

  @Override
  public Optional<String> httpAnswer(String token) {
    return repository.httpAnswer(token, clock.instant());
  }

  @Override
  public int standing() {
    return repository.count();
  }

  @Override
  @Transactional
  public int removeExpired(Principal actor) {
    authorizer.require(actor, Permission.WRITE_CERTIFICATES, Scope.deployment());
    int removed = repository.deleteExpired(clock.instant());
    if (removed > 0) {
      audit.record(new AuditEvent(actor.name(), "challenge.expire", "/", removed + " left behind"));
    }
    return removed;
  }
}
