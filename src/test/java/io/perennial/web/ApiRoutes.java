package io.perennial.web;

import io.perennial.web.RoutesIT.Route;
import java.util.stream.Stream;

/** The management API's routes, called as a program does: without a body where one is refused. */
final class ApiRoutes {

  private static final String CERTIFICATE = "/api/v1/certificates/{id}";

  private ApiRoutes() {}

  static Stream<Route> all() {
    return Stream.of(
        get("/api/v1/openapi.json", 200),
        get("/api/v1/overview", 200),
        get("/api/v1/metrics", 200),
        get("/api/v1/certificates", 200),
        post("/api/v1/certificates", 400),
        get(CERTIFICATE, 200),
        get(CERTIFICATE + "/policy", 200),
        put(CERTIFICATE + "/policy", 400),
        post(CERTIFICATE + "/renew", 202),
        post(CERTIFICATE + "/retry", 202),
        get(CERTIFICATE + "/versions", 200),
        get(CERTIFICATE + "/versions/{version}", 404),
        get(CERTIFICATE + "/versions/{version}/chain", 404),
        post(CERTIFICATE + "/versions/{version}/revoke", 400),
        get(CERTIFICATE + "/versions/{version}/revocation", 404),
        post("/api/v1/imports", 400),
        get(CERTIFICATE + "/orders", 200),
        get(CERTIFICATE + "/decisions", 200),
        get(CERTIFICATE + "/takers", 200),
        get("/api/v1/audit", 200),
        get("/api/v1/bindings", 200),
        post("/api/v1/bindings", 400),
        get("/api/v1/bindings/{id}", 200),
        delete("/api/v1/bindings/{id}", 428),
        get("/api/v1/consumers", 200),
        post("/api/v1/consumers", 400),
        get("/api/v1/consumers/{id}", 404),
        post("/api/v1/consumers/{id}/revoke", 404),
        get("/api/v1/issuer-kinds", 200),
        get("/api/v1/issuers", 200),
        post("/api/v1/issuers", 400),
        get("/api/v1/issuers/{id}", 200),
        get("/api/v1/issuers/{id}/settings", 200),
        put("/api/v1/issuers/{id}/settings", 400),
        post("/api/v1/issuers/{id}/probe", 200),
        get("/api/v1/vaults", 200),
        post("/api/v1/vaults", 400),
        get("/api/v1/vaults/{name}", 200),
        new Route(Listener.HTTPS, "PATCH", "/api/v1/vaults/{name}", "", 400),
        new Route(Listener.HTTPS, "DELETE", "/api/v1/vaults/{name}", "", 428),
        get("/api/v1/deleted-vaults", 200),
        get("/api/v1/deleted-vaults/{name}", 404),
        new Route(Listener.HTTPS, "DELETE", "/api/v1/deleted-vaults/{name}", "", 404),
        post("/api/v1/deleted-vaults/{name}/recover", 404),
        get("/api/v1/tokens", 200),
        post("/api/v1/tokens", 400),
        get("/api/v1/tokens/{id}", 404),
        post("/api/v1/tokens/{id}/revoke", 404),
        get("/api/v1/role-definitions", 200),
        get("/api/v1/role-assignments", 200),
        post("/api/v1/role-assignments", 400),
        get("/api/v1/role-assignments/{id}", 404),
        delete("/api/v1/role-assignments/{id}", 404),
        get("/api/v1/groups", 200),
        post("/api/v1/groups", 400),
        get("/api/v1/groups/{id}", 404),
        delete("/api/v1/groups/{id}", 404),
        post("/api/v1/groups/{id}/members", 400),
        delete("/api/v1/groups/{id}/members/{member}", 404),
        get("/api/v1/applications", 200),
        post("/api/v1/applications", 400),
        get("/api/v1/applications/{id}", 400),
        post("/api/v1/applications/{id}/revoke", 400),
        get("/api/v1/applications/{id}/secrets", 400),
        post("/api/v1/applications/{id}/secrets", 400),
        post("/api/v1/applications/{id}/secrets/{secret}/revoke", 400));
  }

  private static Route get(String pattern, int status) {
    return new Route(Listener.HTTPS, "GET", pattern, "", status);
  }

  private static Route post(String pattern, int status) {
    return new Route(Listener.HTTPS, "POST", pattern, "", status);
  }

  private static Route delete(String pattern, int status) {
    return new Route(Listener.HTTPS, "DELETE", pattern, "", status);
  }

  private static Route put(String pattern, int status) {
    return new Route(Listener.HTTPS, "PUT", pattern, "", status);
  }
}
