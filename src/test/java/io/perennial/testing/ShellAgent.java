package io.perennial.testing;

import io.perennial.connector.ConnectorException;
import io.perennial.connector.TrustSource;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.ObjectName;
import io.perennial.pki.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The agent as it ships, run by the machine's own shell, with configuration and state apart. */
public final class ShellAgent {

  private static final String CREDENTIAL = "credential=";

  private final Path folder;

  /** Makes its folders. */
  public ShellAgent(Path folder) {
    this.folder = folder;
    Folders.create(folder, "rwx------");
    Folders.create(folder.resolve("sites"), "rwx------");
    Folders.create(folder.resolve("state"), "rwx------");
  }

  /** Enrols with a one-time token at a server that it trusts through the private CA's root. */
  public Program.Ended enrol(RunningServer server, String token) {
    Path root = folder.resolve("ca.pem");
    Path tokenFile = folder.resolve("token");
    Folders.writePrivate(root, rootOf(server));
    Folders.writePrivate(tokenFile, token + "\n");
    return run(
        "enrol",
        "--server",
        "https://localhost:" + server.httpsPort(),
        "--ca-file",
        root.toString(),
        "--token-file",
        tokenFile.toString());
  }

  private static String rootOf(RunningServer server) {
    Issuers issuers = server.bean(Issuers.class);
    try {
      TrustSource source =
          (TrustSource)
              issuers.open(
                  RunningServer.SYSTEM,
                  issuers
                      .find(RunningServer.SYSTEM, new ObjectName("private-ca"))
                      .orElseThrow()
                      .id());
      return Pem.certificates(source.roots());
    } catch (ConnectorException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Configures the site that nginx serves, with its own test and reload commands. */
  public void site(Nginx nginx) {
    site(nginx, "nginx -s reload -c " + nginx.configuration());
  }

  /** Configures the site that nginx serves, with another reload command and further settings. */
  public void site(Nginx nginx, String reload, String... more) {
    Folders.writePrivate(
        siteFile(),
        """
        certificate=%s
        directory=%s
        test=nginx -t -q -c %s
        reload=%s
        verify=127.0.0.1:%d
        host=%s
        verify-seconds=10
        %s
        """
            .formatted(
                ObjectName.from(nginx.host()).value(),
                nginx.tls(),
                nginx.configuration(),
                reload,
                nginx.port(),
                nginx.host(),
                String.join("\n", more)));
  }

  public Path siteFile() {
    return folder.resolve("sites/site.conf");
  }

  public Path credentialFile() {
    return folder.resolve("state/credential");
  }

  /** Does one round. */
  public Program.Ended once(String... options) {
    return start(options).ended();
  }

  /** Starts one round. */
  public Program start(String... options) {
    List<String> words = new ArrayList<>(List.of("once"));
    words.addAll(List.of(options));
    return start(words);
  }

  private Program.Ended run(String... words) {
    return start(List.of(words)).ended();
  }

  private Program start(List<String> words) {
    List<Object> command = new ArrayList<>();
    command.add("sh");
    command.add(Program.root().resolve("deploy/agent/perennial-agent"));
    command.addAll(words);
    command.addAll(List.of("--config", folder, "--state", folder.resolve("state")));
    return Program.start(command.toArray());
  }

  /** The bearer credential that enrolling gave it. */
  public String credential() {
    try {
      return Files.readAllLines(credentialFile()).stream()
          .filter(line -> line.startsWith(CREDENTIAL))
          .map(line -> line.substring(CREDENTIAL.length()))
          .findFirst()
          .orElseThrow();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
