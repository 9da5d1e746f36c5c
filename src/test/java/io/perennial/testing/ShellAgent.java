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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The agent as it ships, run by the machine's own shell, with configuration and state apart. */
public final class ShellAgent {

  /** The agent's program. */
  public static final Path PROGRAM = Program.root().resolve("deploy/agent/perennial-agent");

  private static final String CREDENTIAL = "credential=";
  private static final String PRIVATE = "-----BEGIN PRIVATE KEY-----";

  private final Path folder;

  /** Makes its folders. */
  public ShellAgent(Path folder) {
    this.folder = folder;
    Folders.create(folder, "rwx------");
    Folders.create(folder.resolve("sites"), "rwx------");
    Folders.create(folder.resolve("state"), "rwx------");
  }

  /**
   * Enrols with a one-time token at the pull port of a server that it trusts through the private
   * CA's root.
   */
  public Program.Ended enrol(RunningServer server, String token) {
    return enrol(server, server.pullPort(), token);
  }

  /** At one of the server's ports. */
  public Program.Ended enrol(RunningServer server, int port, String token) {
    Path root = folder.resolve("ca.pem");
    Path tokenFile = folder.resolve("token");
    Folders.writePrivate(root, rootOf(server));
    Folders.writePrivate(tokenFile, token + "\n");
    return run(
        "enrol",
        "--server",
        "https://localhost:" + port,
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

  /** Starts rounds, one after another, until it is killed. */
  public Program keepRunning(Duration interval) {
    return start(List.of("run", "--interval", Long.toString(interval.toSeconds())));
  }

  private Program.Ended run(String... words) {
    return start(List.of(words)).ended();
  }

  private Program start(List<String> words) {
    List<Object> command = new ArrayList<>();
    command.add("sh");
    command.add(PROGRAM);
    command.addAll(words);
    command.addAll(List.of("--config", folder, "--state", folder.resolve("state")));
    return Program.start(command.toArray());
  }

  /**
   * Does one round that is killed at a command, counted by bash, or runs to its end.
   *
   * @param trace where the number and the line of each command are noted
   */
  public Program.Ended killed(int command, Path trace) {
    Path killer = folder.resolve("killer");
    Folders.writePrivate(
        killer,
        """
        set -T
        count=0
        trap 'count=$((count + 1)); echo "$count $LINENO" >>%s; [ "$count" -ne %d ] || kill -9 $$' DEBUG
        """
            .formatted(trace, command));
    return Program.run(
        "env",
        "BASH_ENV=" + killer,
        "bash",
        PROGRAM,
        "once",
        "--config",
        folder,
        "--state",
        folder.resolve("state"));
  }

  /** Makes the agent believe that what proves who it is was obtained long ago. */
  public void age() {
    Folders.writePrivate(
        credentialFile(), read(credentialFile()).replaceAll("(?m)^obtained=.*", "obtained=1"));
  }

  /** What of its credential nobody else may see: the token, or the lines of its private key. */
  public List<String> secrets() {
    String file = read(credentialFile());
    int key = file.indexOf(PRIVATE);
    return key < 0
        ? file.lines()
            .filter(line -> line.startsWith(CREDENTIAL))
            .map(line -> line.substring(CREDENTIAL.length()))
            .toList()
        : file.substring(key).lines().filter(line -> !line.startsWith("-----")).toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
