package io.perennial.access.internal;

import io.perennial.access.Credentials;
import io.perennial.access.internal.CredentialRepository.Stored;
import io.perennial.access.internal.CredentialRepository.Times;
import io.perennial.envelope.Envelope;
import io.perennial.kernel.Id;
import io.perennial.kernel.PrincipalId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Looks a token up by its public id and compares the keyed hash of the rest. */
@Service
class HashedCredentials implements Credentials {

  private static final Pattern FORM = Pattern.compile("pnl_([0-9a-f]{32})_([0-9A-Za-z_-]{43})");
  private static final int SECRET_BYTES = 32;

  private final CredentialRepository repository;
  private final Envelope envelope;
  private final Clock clock;
  private final RandomGenerator random;

  HashedCredentials(
      CredentialRepository repository, Envelope envelope, Clock clock, RandomGenerator random) {
    this.repository = repository;
    this.envelope = envelope;
    this.clock = clock;
    this.random = random;
  }

  @Override
  @Transactional
  public Issued issue(PrincipalId principal, Purpose purpose, Duration life) {
    String id = Id.random(random);
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    String token =
        "pnl_" + id + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Instant now = clock.instant();
    Instant expires = now.plus(life);
    repository.insert(id, principal, purpose, hash(token), new Times(now, expires));
    return new Issued(token, expires);
  }

  @Override
  @Transactional
  public Optional<PrincipalId> verify(String token, Purpose purpose) {
    return use(token, purpose).map(Use::principal);
  }

  @Override
  @Transactional
  public Optional<Use> use(String token, Purpose purpose) {
    return find(token, purpose)
        .map(stored ->
            new Use(stored.principal(), stored.expiresAt(), !stored.used() && first(stored)));
  }

  private boolean first(Stored stored) {
    Instant now = clock.instant();
    boolean first = repository.markUsed(stored.id(), now);
    if (first && stored.purpose() != Purpose.CLIENT_SECRET) {
      repository.revokeOlder(stored.principal(), stored.purpose(), stored.createdAt(), now);
    }
    return first;
  }

  @Override
  @Transactional
  public Optional<PrincipalId> redeem(String token, Purpose purpose) {
    return find(token, purpose)
        .filter(stored -> repository.markUsed(stored.id(), clock.instant()))
        .map(Stored::principal);
  }

  @Override
  @Transactional
  public void revoke(PrincipalId principal, Purpose purpose) {
    repository.revoke(principal, purpose, clock.instant());
  }

  @Override
  @Transactional
  public boolean revoke(PrincipalId principal, Purpose purpose, String id) {
    return repository.revoke(principal, purpose, id, clock.instant());
  }

  @Override
  public Map<PrincipalId, Standing> standing(Collection<PrincipalId> principals, Purpose purpose) {
    return repository.standing(principals, purpose).stream()
        .collect(Collectors.toMap(Standing::principal, Function.identity()));
  }

  private Optional<Stored> find(String token, Purpose purpose) {
    Matcher form = FORM.matcher(token);
    if (!form.matches()) {
      return Optional.empty();
    }
    // Before the look-up, so that one that nobody knows takes as long.
    byte[] shown = hash(token);
    return repository
        .findLive(form.group(1), purpose, clock.instant())
        .filter(stored -> MessageDigest.isEqual(stored.verifier(), shown));
  }

  private byte[] hash(String token) {
    return envelope.mac("credential", token.getBytes(StandardCharsets.UTF_8));
  }
}
