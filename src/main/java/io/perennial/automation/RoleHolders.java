package io.perennial.automation;

import io.perennial.access.Application;
import io.perennial.access.Applications;
import io.perennial.access.ClientId;
import io.perennial.access.Principal;
import io.perennial.access.Principals;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds applications, users and groups as people name them. */
@Component
public class RoleHolders {

  private static final Principal NAMING = Principal.system("role holders");

  private final Principals principals;
  private final Applications applications;

  RoleHolders(Principals principals, Applications applications) {
    this.principals = principals;
    this.applications = applications;
  }

  /** The one that a wish names; whoever asks must have been found to manage access. */
  public Principal of(GrantWish wish) {
    List<String> named =
        List.of(wish.application(), wish.user(), wish.group()).stream()
            .filter(name -> !name.isBlank())
            .toList();
    if (named.size() != 1) {
      throw Refusal.invalid("Name one who holds the role: an application, a user or a group.");
    }
    if (!wish.application().isBlank()) {
      return application(NAMING, wish.application()).actor();
    }
    return wish.group().isBlank()
        ? find(Principal.Kind.USER, "user", wish.user())
        : find(Principal.Kind.GROUP, "group", wish.group());
  }

  /**
   * @param named by name or client id
   */
  public Application application(Principal actor, String named) {
    String wanted = named.strip();
    Optional<Application> found =
        ClientId.matches(wanted)
            ? Optional.of(applications.get(actor, new ClientId(wanted)))
            : applications.find(actor, new ObjectName(wanted));
    return found.orElseThrow(() -> missing("application"));
  }

  private Principal find(Principal.Kind kind, String word, String name) {
    return principals.findByName(kind, name.strip()).orElseThrow(() -> missing(word));
  }

  private static Refusal missing(String kind) {
    return Refusal.invalid("There is no %s of that name.".formatted(kind));
  }
}
