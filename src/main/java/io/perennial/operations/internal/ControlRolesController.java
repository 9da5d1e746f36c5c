package io.perennial.operations.internal;

import static io.perennial.operations.internal.ControlController.COMMAND_LINE;

import io.perennial.access.Assignment;
import io.perennial.access.Assignments;
import io.perennial.access.Assignments.Filter;
import io.perennial.access.Role;
import io.perennial.access.Scope;
import io.perennial.automation.GrantPlaces;
import io.perennial.automation.GrantWish;
import io.perennial.automation.Grants;
import io.perennial.automation.TokenScopes;
import io.perennial.automation.TokenScopes.Place;
import io.perennial.kernel.Page;
import io.perennial.kernel.Slice;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the command line does with roles. Answers are lines of text, their fields parted by tabs.
 */
@RestController
@RequestMapping(path = "/control/roles", produces = MediaType.TEXT_PLAIN_VALUE)
class ControlRolesController {

  private final Assignments assignments;
  private final Grants grants;
  private final GrantPlaces places;
  private final TokenScopes names;

  ControlRolesController(
      Assignments assignments, Grants grants, GrantPlaces places, TokenScopes names) {
    this.assignments = assignments;
    this.grants = grants;
    this.places = places;
    this.names = names;
  }

  static GrantWish wish(Map<String, String> fields) {
    return new GrantWish(
        fields.getOrDefault("role", ""),
        fields.getOrDefault("application", ""),
        fields.getOrDefault("user", ""),
        fields.getOrDefault("group", ""),
        fields.getOrDefault("vault", ""),
        fields.getOrDefault("certificate", ""),
        fields.getOrDefault("secret", ""),
        fields.getOrDefault("until", ""));
  }

  @PostMapping
  String assign(@RequestParam Map<String, String> fields) {
    return lines(List.of(grants.assign(COMMAND_LINE, wish(fields))));
  }

  @PostMapping("/remove")
  void remove(@RequestParam Map<String, String> fields) {
    grants.remove(COMMAND_LINE, wish(fields));
  }

  /** Role, whose, where and until when, of those at a place and below it. */
  @GetMapping
  String list(@RequestParam Map<String, String> fields) {
    Filter filter = new Filter(Optional.empty(), places.of(COMMAND_LINE, wish(fields)));
    StringBuilder lines = new StringBuilder();
    Optional<String> after = Optional.empty();
    do {
      Page<Assignment> page = assignments.page(COMMAND_LINE, filter, new Slice(after, Slice.MOST));
      lines.append(lines(page.items()));
      after = page.next();
    } while (after.isPresent());
    return lines.toString();
  }

  private String lines(List<Assignment> page) {
    Map<Scope, Place> where = names.places(page.stream().map(Assignment::scope).toList());
    return page.stream()
        .map(one -> line(one, Objects.requireNonNull(where.get(one.scope()))))
        .collect(Collectors.joining());
  }

  private static String line(Assignment one, Place place) {
    return String.join(
            "\t",
            one.role().word(),
            one.principal().kind().name().toLowerCase(Locale.ROOT),
            one.principal().name(),
            place.full(),
            one.endsAt().map(Instant::toString).orElse("for good"))
        + "\n";
  }

  /** Word, title, Key Vault's id and data actions. */
  @GetMapping("/definitions")
  String definitions() {
    return Assignments.ROLES.stream()
        .sorted()
        .map(role ->
            String.join(
                "\t", role.word(), role.title(), id(role), String.join(" ", role.dataActions())))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String id(Role role) {
    return role.id().map(UUID::toString).orElse("-");
  }
}
