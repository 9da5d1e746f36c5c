package io.perennial.automation;

import static java.util.stream.Collectors.joining;

import io.perennial.access.Assignment;
import io.perennial.access.Assignments;
import io.perennial.access.Assignments.Held;
import io.perennial.access.Assignments.Wanted;
import io.perennial.access.Principal;
import io.perennial.access.Role;
import io.perennial.access.Scope;
import io.perennial.kernel.Refusal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Hands out roles and takes them back as people ask for it. */
@Service
public class Grants {

  private final Assignments assignments;
  private final GrantPlaces places;
  private final RoleHolders holders;

  Grants(Assignments assignments, GrantPlaces places, RoleHolders holders) {
    this.assignments = assignments;
    this.places = places;
    this.holders = holders;
  }

  /**
   * @throws Refusal that says which field is wrong and what to enter
   */
  @Transactional
  public Assignment assign(Principal actor, GrantWish wish) {
    Held held = held(actor, wish);
    return assignments.assign(
        actor, new Wanted(held.principal(), held.role(), held.scope(), end(wish.until())));
  }

  /**
   * @throws Refusal that says which field is wrong, or that the role is not held there
   */
  @Transactional
  public void remove(Principal actor, GrantWish wish) {
    assignments.remove(actor, held(actor, wish));
  }

  private Held held(Principal actor, GrantWish wish) {
    Role role = role(wish.role());
    Scope scope = places.of(actor, wish);
    return new Held(holders.of(wish).id(), role, scope);
  }

  private static Role role(String typed) {
    String wanted = typed.strip();
    return Assignments.ROLES.stream()
        .filter(role ->
            role.word().equalsIgnoreCase(wanted)
                || (role.keyVault() && role.title().equalsIgnoreCase(wanted))
                || role.id().filter(id -> id.toString().equalsIgnoreCase(wanted)).isPresent())
        .findFirst()
        .orElseThrow(() ->
            Refusal.invalid(
                "Choose a role: %s."
                    .formatted(
                        Assignments.ROLES.stream()
                            .sorted(Comparator.naturalOrder())
                            .map(Role::word)
                            .collect(joining(", ")))));
  }

  /** A day counts until it is over. */
  private static Optional<Instant> end(String until) {
    String text = until.strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          text.contains("T")
              ? Instant.parse(text)
              : LocalDate.parse(text).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeParseException noDate) {
      throw Refusal.invalid(
          "Enter the last day as 2027-01-31, or the moment as 2027-01-31T12:00:00Z.");
    }
  }
}
