package io.perennial.access.internal;

import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Principals;
import io.perennial.access.Role;
import io.perennial.access.Scope;
import io.perennial.kernel.Id;
import io.perennial.kernel.PrincipalId;
import io.perennial.kernel.Refusal;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class PrincipalRegistry implements Principals {

  private static final int MIN_PASSWORD = 12;
  private static final int MAX_PASSWORD = 256;

  private final AccessRepository repository;
  private final Clock clock;
  private final RandomGenerator random;
  private final PasswordEncoder encoder = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
  private final String decoy;

  PrincipalRegistry(AccessRepository repository, Clock clock, RandomGenerator random) {
    this.repository = repository;
    this.clock = clock;
    this.random = random;
    this.decoy = String.valueOf(encoder.encode(Id.random(random)));
  }

  @Override
  @Transactional
  public Principal register(Principal.Kind kind, String name) {
    Principal principal = new Principal(new PrincipalId(Id.random(random)), kind, name);
    try {
      repository.insert(principal, clock.instant());
    } catch (DuplicateKeyException taken) {
      throw Refusal.conflict("The name " + name + " is taken. Choose another.");
    }
    return principal;
  }

  @Override
  public List<Holder> holders(Permission permission, Scope scope) {
    return repository.holders(
        Arrays.stream(Role.values()).filter(role -> role.allows(permission)).toList(),
        scope,
        clock.instant());
  }

  @Override
  public Optional<Principal> find(PrincipalId id) {
    return repository.find(id);
  }

  @Override
  public Optional<Principal> findByName(Principal.Kind kind, String name) {
    return repository.findId(kind, name).flatMap(repository::find);
  }

  @Override
  public boolean anyoneHolds(Role role) {
    return repository.anyoneHolds(role);
  }

  @Override
  @Transactional
  public void assign(PrincipalId principal, Role role, Scope scope) {
    boolean held =
        repository.held(principal, clock.instant()).stream()
            .anyMatch(known -> known.role() == role && known.scope().equals(scope));
    if (!held) {
      repository.assign(principal, role, scope);
    }
  }

  @Override
  @Transactional
  public void unassign(PrincipalId principal, Scope scope) {
    repository.unassign(principal, scope);
  }

  @Override
  @Transactional
  public void forget(Scope scope) {
    repository.revokeTokens(scope, clock.instant());
    repository.unassign(scope);
  }

  @Override
  public boolean hasPassword(PrincipalId principal) {
    return repository.findPassword(principal).isPresent();
  }

  @Override
  @Transactional
  public void setPassword(PrincipalId principal, CharSequence password) {
    if (password.length() < MIN_PASSWORD || password.length() > MAX_PASSWORD) {
      throw Refusal.invalid(
          "A password has %d to %d characters.".formatted(MIN_PASSWORD, MAX_PASSWORD));
    }
    repository.setPassword(principal, String.valueOf(encoder.encode(password)), clock.instant());
  }

  @Override
  public Optional<Principal> authenticate(String name, CharSequence password) {
    if (password.length() > MAX_PASSWORD) {
      return Optional.empty();
    }
    Optional<PrincipalId> person = repository.findId(Principal.Kind.USER, name);
    Optional<String> hash = person.flatMap(repository::findPassword);
    boolean matches = encoder.matches(password, hash.orElse(decoy));
    return matches && hash.isPresent() ? person.flatMap(repository::find) : Optional.empty();
  }
}
