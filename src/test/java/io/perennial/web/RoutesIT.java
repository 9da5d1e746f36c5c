package io.perennial.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.automation.Automation;
import io.perennial.automation.TokenWish;
import io.perennial.certificate.Certificates;
import io.perennial.envelope.Envelope;
import io.perennial.kernel.Id;
import io.perennial.kernel.ObjectName;
import io.perennial.pki.Identifiers;
import io.perennial.publication.Bindings;
import io.perennial.publication.Consumers;
import io.perennial.pullapi.PullRoute;
import io.perennial.testing.RawPull;
import io.perennial.testing.RunningServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every route on every listener: each answers on its own, and is not there on the others. */
class RoutesIT {

  private static final String TOKEN = "token-of-the-routes-test";
  private static final String ABSENT = "0".repeat(32);
  private static final String INSTANCE =
      "?authorization_endpoint=https://localhost/adfs/oauth2/authorize";

  /**
   * A route, called as it should be.
   *
   * @param pattern as it is mapped
   * @param status on its own listener
   */
  record Route(Listener listener, String method, String pattern, String query, int... status) {

    @Override
    public String toString() {
      return method + " " + pattern;
    }
  }

  @TempDir static Path folder;

  private static RunningServer server;
  private static RawPull client;
  private static String credential;
  private static String binding;
  private static String token;
  private static String certificate;
  private static String issuer;
  private static String list;

  static List<Route> routes() {
    Listener https = Listener.HTTPS;
    Listener plain = Listener.PLAIN;
    Listener control = Listener.CONTROL;
    String one = "/pull/v1/bindings/{id}/";
    return Stream.concat(
            ApiRoutes.all(),
            Stream.of(
                new Route(https, "GET", "/pull/v1/bindings", "", 200),
                new Route(https, "GET", one + "bundle.pem", "", 200),
                new Route(https, "HEAD", one + "bundle.pem", "", 200),
                new Route(https, "GET", one + "chain.pem", "", 200),
                new Route(https, "HEAD", one + "chain.pem", "", 200),
                new Route(https, "GET", one + "bundle.pfx", "", 400),
                new Route(https, "HEAD", one + "bundle.pfx", "", 200),
                new Route(https, "GET", one + "bundle.jks", "", 400),
                new Route(https, "HEAD", one + "bundle.jks", "", 200),
                new Route(https, "POST", one + "report", "", 400),
                new Route(https, "GET", "/pull/v1/agent", "", 200),
                new Route(https, "GET", "/pull/v1/agent.service", "", 200),
                new Route(https, "POST", "/pull/v1/enrol", "", 400),
                new Route(https, "POST", "/pull/v1/credential", "", 200),
                new Route(https, "POST", "/pull/v1/certificate", "", 400),
                new Route(https, "POST", "/adfs/oauth2/token", "", 401),
                new Route(https, "POST", "/{tenant}/oauth2/v2.0/token", "", 401),
                new Route(https, "GET", "/adfs/.well-known/openid-configuration", "", 200),
                new Route(https, "GET", "/{tenant}/.well-known/openid-configuration", "", 200),
                new Route(https, "GET", "/{tenant}/v2.0/.well-known/openid-configuration", "", 200),
                new Route(https, "GET", "/adfs/discovery/keys", "", 200),
                new Route(https, "GET", "/{tenant}/discovery/v2.0/keys", "", 200),
                new Route(https, "GET", "/common/discovery/instance", INSTANCE, 200),
                new Route(plain, "GET", "/.well-known/acme-challenge/{token}", "", 200),
                new Route(plain, "GET", "/crl/{file}", "", 200),
                new Route(plain, "GET", "/health/live", "", 200),
                new Route(plain, "GET", "/health/ready", "", 200),
                new Route(control, "GET", "/control/health", "", 200),
                new Route(control, "GET", "/control/sign-in", "", 200),
                new Route(control, "POST", "/control/admin-link", "", 200),
                new Route(control, "GET", "/control/status", "", 200, 409),
                new Route(control, "GET", "/control/audit/verify", "", 200),
                new Route(control, "POST", "/control/enrol", "?name=routes-enrol", 200),
                new Route(control, "GET", "/control/roots", "", 200),
                new Route(control, "GET", "/control/roots/fingerprint", "", 200),
                new Route(control, "POST", "/control/issuers", "?name=x&type=no-such-type", 400),
                new Route(
                    control, "POST", "/control/vaults/clients", "?vault=x&client=x&role=x", 404),
                new Route(
                    control,
                    "POST",
                    "/control/vaults/certified-clients",
                    "?vault=x&client=x&role=x&certificate=x&file=x",
                    404),
                new Route(
                    control, "POST", "/control/vaults/trust", "?vault=x&issuer=x&audience=x", 404),
                new Route(control, "GET", "/control/vaults/trusts", "?vault=main", 200),
                new Route(control, "POST", "/control/vaults/distrust", "?vault=main&issuer=x", 404),
                new Route(
                    control, "GET", "/control/applications/certificates", "?application=x", 404),
                new Route(
                    control,
                    "POST",
                    "/control/applications/certificates/revoke",
                    "?application=x&id=x",
                    404),
                new Route(
                    control,
                    "POST",
                    "/control/applications/trust",
                    "?application=x&issuer=x&subject=x&audience=x",
                    404),
                new Route(control, "GET", "/control/applications/trusts", "?application=x", 404),
                new Route(
                    control, "POST", "/control/applications/distrust", "?application=x&id=x", 404),
                new Route(https, "GET", "/arm/tenants", "", 401),
                new Route(https, "GET", "/arm/subscriptions", "", 401),
                new Route(control, "GET", "/control/vaults", "", 200),
                new Route(control, "GET", "/control/vaults/deleted", "", 200),
                new Route(control, "POST", "/control/vaults", "?name=x", 400),
                new Route(control, "POST", "/control/vaults/set", "?name=none", 404),
                new Route(control, "POST", "/control/vaults/delete", "?name=none", 404),
                new Route(control, "POST", "/control/vaults/recover", "?name=none", 404),
                new Route(control, "POST", "/control/vaults/purge", "?name=none", 404),
                new Route(control, "POST", "/control/protect", "?domains=", 400),
                new Route(control, "POST", "/control/import", "", 400),
                new Route(control, "POST", "/control/revoke", "?certificate=none", 404),
                new Route(control, "POST", "/control/tokens", "?name=x&role=none", 400),
                new Route(control, "GET", "/control/tokens", "", 200),
                new Route(control, "POST", "/control/tokens/revoke", "?name=none", 404),
                new Route(control, "GET", "/control/roles", "", 200),
                new Route(control, "GET", "/control/roles/definitions", "", 200),
                new Route(control, "POST", "/control/roles", "?role=none", 400),
                new Route(control, "POST", "/control/roles/remove", "?role=none", 400),
                new Route(control, "GET", "/control/groups", "", 200),
                new Route(control, "POST", "/control/groups", "?name=", 400),
                new Route(control, "POST", "/control/groups/add", "?name=none&user=none", 404),
                new Route(control, "POST", "/control/groups/remove", "?name=none&user=none", 404),
                new Route(control, "POST", "/control/groups/delete", "?name=none", 404),
                new Route(control, "GET", "/control/applications", "", 200),
                new Route(control, "POST", "/control/applications/revoke", "?name=none", 400),
                new Route(control, "GET", "/control/metrics", "", 200),
                new Route(control, "GET", "/control/bindings", "", 200)))
        .toList();
  }

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.in(folder).start().awaitReady();
    Certificates certificates = server.bean(Certificates.class);
    client = new RawPull(server);
    Consumers consumers = server.bean(Consumers.class);
    var invitation = consumers.invite(RunningServer.SYSTEM, new ObjectName("web1"));
    var enrolled = consumers.enrol(invitation.token().token(), "web1");
    credential = enrolled.credential().token();
    var own = certificates.list(RunningServer.SYSTEM).getFirst();
    certificate = own.id().value();
    issuer = own.issuer().value();
    token =
        server
            .bean(Automation.class)
            .issue(RunningServer.SYSTEM, new TokenWish("routes", "administrator", "", "", ""))
            .issued()
            .token();
    binding =
        server
            .bean(Bindings.class)
            .bind(
                RunningServer.SYSTEM,
                new Bindings.Wanted(
                    enrolled.consumer().id(),
                    own.id(),
                    List.of(Identifiers.parse("localhost")),
                    "127.0.0.1",
                    RunningServer.freePort()))
            .id()
            .value();
    list = own.issuer().value() + ".crl";
    server
        .bean(JdbcClient.class)
        .sql(
            """
            insert into challenge (id, order_id, kind, name, token, content, created_at, expires_at)
            select 'c', id, 'http-01', 'localhost', :token, 'the answer', created_at,
              created_at + interval '1' day
            from issuance_order
            """)
        .param("token", TOKEN)
        .update();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String path(Route route) {
    String id =
        switch (route.pattern().replaceFirst("/\\{id}.*", "")) {
          case "/api/v1/certificates" -> certificate;
          case "/api/v1/issuers" -> issuer;
          case "/api/v1/consumers", "/api/v1/tokens" -> ABSENT;
          default -> binding;
        };
    return route
        .pattern()
        .replace("{id}", id)
        .replace("{version}", ABSENT)
        .replace("{member}", ABSENT)
        .replace("{secret}", ABSENT)
        .replace("{name}", "main")
        .replace("{tenant}", Id.guid(server.bean(Envelope.class).deployment()))
        .replace("{token}", TOKEN)
        .replace("{file}", list);
  }

  private static int status(Listener listener, String method, String path) throws Exception {
    return switch (listener) {
      case HTTPS -> https(method, path).statusCode();
      case PLAIN -> raw(new InetSocketAddress("127.0.0.1", server.plainPort()), method, path);
      case CONTROL -> raw(UnixDomainSocketAddress.of(server.socket()), method, path);
    };
  }

  private static HttpResponse<byte[]> https(String method, String path) throws Exception {
    return client.send(method, path, path.startsWith("/api/") ? token : credential, "");
  }

  private static int raw(java.net.SocketAddress address, String method, String path)
      throws IOException {
    StandardProtocolFamily family =
        address instanceof UnixDomainSocketAddress
            ? StandardProtocolFamily.UNIX
            : StandardProtocolFamily.INET;
    try (SocketChannel channel = SocketChannel.open(family)) {
      channel.connect(address);
      String request =
          "%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
              .formatted(method, path, credential);
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      String answer =
          new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 ");
      return Integer.parseInt(answer.substring(9, 12));
    }
  }

  @ParameterizedTest
  @MethodSource("routes")
  void answersOnItsOwnListener(Route route) throws Exception {
    assertThat(status(route.listener(), route.method(), path(route) + route.query()))
        .isIn(java.util.Arrays.stream(route.status()).boxed().toList());
  }

  @ParameterizedTest
  @MethodSource("routes")
  void isNotThereOnTheOthers(Route route) throws Exception {
    for (Listener other : Listener.values()) {
      if (other != route.listener()) {
        assertThat(status(other, route.method(), path(route) + route.query()))
            .as("%s on %s", route, other)
            .isIn(302, 401, 403, 404);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("routes")
  void doesNotAnswerInAnotherSpelling(Route route) throws Exception {
    String path = path(route);
    List<String> spellings =
        List.of(
            "/" + path,
            "/x/.." + path,
            path.replaceFirst("/", "/./"),
            path + ";x=1",
            path + "%2f..",
            "/%" + Integer.toHexString(path.charAt(1)) + path.substring(2),
            path.toUpperCase(java.util.Locale.ROOT));
    for (String spelling : spellings) {
      for (Listener listener : List.of(Listener.PLAIN, Listener.CONTROL)) {
        boolean own = listener == route.listener();
        int status = status(listener, route.method(), spelling + route.query());
        if (!own) {
          assertThat(status).as("%s on %s", spelling, listener).isIn(302, 400, 401, 403, 404);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Listener.class)
  void nothingElseAnswers(Listener listener) throws Exception {
    for (String path :
        List.of(
            "/error",
            "/.vault/certificates",
            "/actuator",
            "/actuator/heapdump",
            "/control",
            "/pull",
            "/health",
            "/.well-known/acme-challenge/",
            "/crl/",
            "/crl/00000000000000000000000000000000.crl",
            "/.well-known/security.txt",
            "/h2-console",
            "/webjars/..%2fapplication.yaml",
            "/application.yaml",
            "/WEB-INF/web.xml")) {
      assertThat(status(listener, "GET", path))
          .as("%s on %s", path, listener)
          .isIn(302, 400, 401, 403, 404);
    }
    assertThat(status(listener, "TRACE", "/health/live")).isIn(400, 401, 403, 404, 405);
  }

  static List<Route> pullRoutes() {
    return routes().stream().filter(route -> route.pattern().startsWith("/pull/")).toList();
  }

  /** Servers and agents need no other port; and on it there is nothing else. */
  @ParameterizedTest
  @MethodSource("pullRoutes")
  void answersOnThePullPortToo(Route route) throws Exception {
    RawPull port = new RawPull(server, server.pullPort());
    String path = path(route);
    assertThat(port.send(route.method(), path + route.query(), credential, "").statusCode())
        .isIn(java.util.Arrays.stream(route.status()).boxed().toList());
    for (String spelling :
        List.of(
            "/" + path,
            "/x/.." + path,
            path.replaceFirst("/", "/./"),
            path + ";x=1",
            path + "%2f..",
            "/%" + Integer.toHexString(path.charAt(1)) + path.substring(2),
            path.toUpperCase(java.util.Locale.ROOT))) {
      assertThat(port.send(route.method(), spelling, credential, "").statusCode())
          .as(spelling)
          .isIn(400, 404);
    }
  }

  @ParameterizedTest
  @MethodSource("routes")
  void nothingButPullsIsOnThePullPort(Route route) throws Exception {
    RawPull port = new RawPull(server, server.pullPort());
    if (!route.pattern().startsWith("/pull/")) {
      assertThat(port.send(route.method(), path(route) + route.query(), "", "").statusCode())
          .isEqualTo(401);
      assertThat(
              port.send(route.method(), path(route) + route.query(), credential, "").statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void everyRouteIsInTheTable() {
    Set<String> tabled = routes().stream().map(RoutesIT::named).collect(Collectors.toSet());
    List<String> missing = new ArrayList<>();
    for (PullRoute route : PullRoute.values()) {
      for (String method : route.methods()) {
        if (!tabled.contains(method + " " + route.pattern())) {
          missing.add(method + " " + route.pattern());
        }
      }
    }
    Map<?, ?> mapped =
        server.bean(RequestMappingHandlerMapping.class).getHandlerMethods().entrySet().stream()
            .filter(entry -> {
              String handler = entry.getValue().getBeanType().getName();
              return handler.startsWith("io.perennial.")
                  && !handler.contains(".dashboard.")
                  && !handler.contains(".vaultapi.");
            })
            .peek(entry ->
                entry
                    .getKey()
                    .getPatternValues()
                    .forEach(pattern ->
                        entry
                            .getKey()
                            .getMethodsCondition()
                            .getMethods()
                            .forEach(method -> {
                              if (!tabled.contains(method.name() + " " + pattern)) {
                                missing.add(method.name() + " " + pattern);
                              }
                            })))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    assertThat(missing).isEmpty();
    assertThat(mapped).hasSizeGreaterThanOrEqualTo(50);
  }

  private static String named(Route route) {
    return route.method() + " " + route.pattern();
  }

  @Test
  void onlyTheServicesUserMayOpenTheSocket() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.socket())))
        .isEqualTo("rw-------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(server.socket().getParent())))
        .isEqualTo("rwx------");
  }
}
