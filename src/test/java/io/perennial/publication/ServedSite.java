package io.perennial.publication;

import static io.perennial.testing.RunningServer.SYSTEM;
import static org.awaitility.Awaitility.await;

import io.perennial.certificate.Version;
import io.perennial.kernel.ObjectName;
import io.perennial.overview.Overview.Clause;
import io.perennial.overview.Overview.Need;
import io.perennial.overview.Overviews;
import io.perennial.protection.Protection;
import io.perennial.protection.Wish;
import io.perennial.renewal.Renewal;
import io.perennial.testing.Nginx;
import io.perennial.testing.RunningServer;
import io.perennial.testing.ShellAgent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One web server: its nginx, its enrolled agent, and a certificate bound to it. */
record ServedSite(RunningServer server, String name, Nginx nginx, ShellAgent agent)
    implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Starts nginx and enrols the agent; nothing is bound yet. */
  static ServedSite enrolled(RunningServer server, Path folder, String name) {
    ServedSite site =
        new ServedSite(
            server,
            name,
            Nginx.start(folder.resolve(name), name + ".test.internal"),
            new ShellAgent(folder.resolve(name + "-agent")));
    if (site.agent.enrol(server, site.invitation()).status() != 0) {
      throw new AssertionError(name + " could not enrol");
    }
    site.agent.site(site.nginx);
    return site;
  }

  /** The same, with its first version installed. */
  static ServedSite installed(RunningServer server, Path folder, String name) {
    ServedSite site = enrolled(server, folder, name);
    site.protect("private-ca");
    if (site.agent.once().status() != 0) {
      throw new AssertionError(name + " could not install its first version");
    }
    return site;
  }

  ServedSite with(RunningServer other) {
    return new ServedSite(other, name, nginx, agent);
  }

  String invitation() {
    return server.bean(Consumers.class).invite(SYSTEM, new ObjectName(name)).token().token();
  }

  /** Binds a certificate and waits for its first version. */
  Version protect(String issuer) {
    return protect(issuer, "");
  }

  /** The same, with a key of some type. */
  Version protect(String issuer, String keyType) {
    server
        .bean(Protection.class)
        .protect(
            SYSTEM,
            new Wish(
                nginx.host(),
                "",
                issuer,
                keyType,
                "",
                "",
                "",
                List.of(new Wish.ServerWish(name, "127.0.0.1", Integer.toString(nginx.port())))));
    return published(1);
  }

  /** Issues the next version and waits for it. */
  Version renew() {
    int known = truths().published().orElseThrow().number();
    server.bean(Renewal.class).renewNow(SYSTEM, truths().certificate().id());
    return published(known + 1);
  }

  private Version published(int number) {
    await()
        .atMost(PATIENCE)
        .until(() -> truths().published().filter(it -> it.number() == number).isPresent());
    return truths().published().orElseThrow();
  }

  Truths truths() {
    return server.bean(Bindings.class).truths(SYSTEM).stream()
        .filter(truths -> truths.consumer().name().value().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** What the dashboard's sentence says of what this site serves. */
  Optional<Need> need() {
    return server.bean(Overviews.class).now(SYSTEM).needs().stream()
        .filter(need -> need.clause() == Clause.SERVED)
        .filter(need -> need.subject().equals(truths().certificate().name().value()))
        .findFirst();
  }

  /** The version that the agent's link names. */
  String linked() {
    try {
      return Files.readSymbolicLink(nginx.tls().resolve("current")).getFileName().toString();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    nginx.close();
  }
}
