package io.perennial.operations.internal;

import static io.perennial.operations.internal.ControlController.COMMAND_LINE;

import io.perennial.access.Application;
import io.perennial.access.Applications;
import io.perennial.access.Group;
import io.perennial.access.Groups;
import io.perennial.access.Principal;
import io.perennial.automation.RoleHolders;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.PrincipalId;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the command line does with groups and applications. Answers are lines of text. */
@RestController
@RequestMapping(path = "/control", produces = MediaType.TEXT_PLAIN_VALUE)
class ControlGroupsController {

  private final Groups groups;
  private final Applications applications;
  private final RoleHolders holders;

  ControlGroupsController(Groups groups, Applications applications, RoleHolders holders) {
    this.groups = groups;
    this.applications = applications;
    this.holders = holders;
  }

  @PostMapping("/groups")
  String create(@RequestParam String name) {
    return groups.create(COMMAND_LINE, new ObjectName(name)).name().value() + "\n";
  }

  private Group group(String name) {
    return groups
        .find(COMMAND_LINE, new ObjectName(name))
        .orElseThrow(() ->
            Refusal.notFound(
                "There is no group of that name. Make it with: deploy/perennial group create"));
  }

  @PostMapping("/groups/add")
  void add(@RequestParam String name, @RequestParam Map<String, String> fields) {
    groups.add(COMMAND_LINE, group(name).id(), member(fields));
  }

  private PrincipalId member(Map<String, String> fields) {
    return holders.of(ControlRolesController.wish(fields)).id();
  }

  @PostMapping("/groups/remove")
  void remove(@RequestParam String name, @RequestParam Map<String, String> fields) {
    groups.remove(COMMAND_LINE, group(name).id(), member(fields));
  }

  @PostMapping("/groups/delete")
  void delete(@RequestParam String name) {
    groups.delete(COMMAND_LINE, group(name).id());
  }

  /** Name, and its members parted by commas. */
  @GetMapping("/groups")
  String list() {
    return all(
        slice -> groups.page(COMMAND_LINE, slice),
        group ->
            group.name().value()
                + "\t"
                + groups.members(COMMAND_LINE, group.id()).stream()
                    .map(Principal::name)
                    .collect(Collectors.joining(",")));
  }

  /** Name, client id, and whether it was revoked. */
  @GetMapping("/applications")
  String applications() {
    return all(
        slice -> applications.page(COMMAND_LINE, slice),
        application ->
            String.join(
                "\t",
                application.name().value(),
                application.clientId().value(),
                application.revokedAt().map(at -> "revoked").orElse("in use")));
  }

  @PostMapping("/applications/revoke")
  String revoke(@RequestParam String name) {
    Application known = holders.application(COMMAND_LINE, name);
    return applications.revoke(COMMAND_LINE, known.clientId()).name().value() + "\n";
  }

  private static <T> String all(Function<Slice, Page<T>> read, Function<T, String> line) {
    StringBuilder lines = new StringBuilder();
    Optional<String> after = Optional.empty();
    do {
      Page<T> page = read.apply(new Slice(after, Slice.MOST));
      page.items().forEach(item -> lines.append(line.apply(item)).append('\n'));
      after = page.next();
    } while (after.isPresent());
    return lines.toString();
  }
}
