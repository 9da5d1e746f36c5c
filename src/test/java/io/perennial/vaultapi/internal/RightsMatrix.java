package io.perennial.vaultapi.internal;

import static io.perennial.testing.RunningServer.SYSTEM;

import io.perennial.access.Applications;
import io.perennial.access.Assignments;
import io.perennial.access.Assignments.Wanted;
import io.perennial.access.Principal;
import io.perennial.access.Role;
import io.perennial.access.Scope;
import io.perennial.kernel.ObjectName;
import io.perennial.testing.RunningServer;
import io.perennial.vault.Vault;
import io.perennial.vaultapi.internal.RouteRights.About;
import io.perennial.web.Authenticated;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Each route of a vault, called by somebody with each of Key Vault's roles at each kind of scope.
 * Nothing that is done stays done: each call is in a transaction that is rolled back.
 */
final class RightsMatrix {

  static final List<Role> ROLES =
      Arrays.stream(Role.values()).filter(Role::keyVault).sorted().toList();

  /** Where a role is held, as seen from the object that a route is called with. */
  enum Held {
    DEPLOYMENT,
    VAULT,
    OBJECT,
    OTHER_OBJECT,
    OTHER_VAULT
  }

  /** What is called: names and scopes of the objects that are there. */
  record Scene(Vault vault, Map<About, Place> own, Map<Held, Scope> scopes) {}

  record Place(String name, Scope scope) {}

  private final RunningServer server;
  private final Scene scene;
  private final TransactionTemplate undone;
  private final DispatcherServlet servlet;
  private final Map<String, Principal> holders = new HashMap<>();

  RightsMatrix(RunningServer server, Scene scene) {
    this.server = server;
    this.scene = scene;
    this.undone = new TransactionTemplate(server.bean(PlatformTransactionManager.class));
    this.servlet = server.bean(DispatcherServlet.class);
  }

  /** {@code METHOD /path} of each route that a vault has. */
  Map<String, String> routes() {
    Map<String, String> found = new TreeMap<>();
    server
        .bean(RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .forEach((info, handler) -> {
          for (String pattern : info.getPatternValues()) {
            if (pattern.startsWith(VaultRequest.PREFIX)
                && handler.getBeanType() != VaultElse.class) {
              String path = pattern.substring(VaultRequest.PREFIX.length());
              info.getMethodsCondition()
                  .getMethods()
                  .forEach(method -> found.put(method + " " + path, handler.toString()));
            }
          }
        });
    return found;
  }

  /**
   * Whether a call is refused for want of a role.
   *
   * @param held empty: nothing is held anywhere
   */
  boolean denied(String route, About about, Role role, Optional<Held> held) {
    Principal caller =
        held.map(where -> holder(role, where, about)).orElseGet(() -> application("matrix-none"));
    String[] parts = route.split(" ", 2);
    MockHttpServletRequest request =
        new MockHttpServletRequest(
            parts[0],
            VaultRequest.PREFIX
                + parts[1]
                    .replace(
                        "{name}",
                        Optional.ofNullable(scene.own().get(about)).map(Place::name).orElse("x"))
                    .replaceAll("\\{[a-z]+}", "0".repeat(32)));
    request.addParameter("api-version", ApiVersions.NEWEST);
    request.setScheme("https");
    request.setContentType(MediaType.APPLICATION_JSON_VALUE);
    request.setContent("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    request.setUserPrincipal(new Authenticated(caller));
    request.setAttribute(VaultRequest.VAULT, scene.vault());
    MockHttpServletResponse response = new MockHttpServletResponse();
    undone.executeWithoutResult(status -> {
      status.setRollbackOnly();
      try {
        servlet.service(request, response);
      } catch (jakarta.servlet.ServletException | java.io.IOException failed) {
        throw new AssertionError(route, failed);
      }
    });
    try {
      return response.getStatus() == 403
          && response.getContentAsString().contains("ForbiddenByRbac");
    } catch (java.io.UnsupportedEncodingException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private Principal holder(Role role, Held where, About about) {
    Scope scope =
        where == Held.OBJECT
            ? Optional.ofNullable(scene.own().get(about))
                .map(Place::scope)
                .orElseGet(() -> scene.own().get(About.CERTIFICATE).scope())
            : scene.scopes().get(where);
    String name = "matrix-%d-%s".formatted(role.ordinal(), Integer.toHexString(scope.hashCode()));
    Principal known = holders.get(name);
    if (known != null) {
      return known;
    }
    Principal made = application(name);
    server
        .bean(Assignments.class)
        .assign(SYSTEM, new Wanted(made.id(), role, scope, Optional.empty()));
    return made;
  }

  private Principal application(String name) {
    return holders.computeIfAbsent(
        name,
        unknown -> server.bean(Applications.class).register(SYSTEM, new ObjectName(name)).actor());
  }
}
