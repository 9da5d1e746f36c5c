package io.perennial.vaultapi.internal;

import io.perennial.testing.Program;
import io.perennial.testing.RunningServer;
import io.perennial.testing.TrustingClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program in front of a vault: curl, with what the command line prints for one. */
final class VaultClient {

  private static final JsonMapper JSON = new JsonMapper();

  private final RunningServer server;
  private final Path folder;
  private final Map<String, String> environment;
  private String token = "";

  private VaultClient(RunningServer server, Path folder, Map<String, String> environment) {
    this.server = server;
    this.folder = folder;
    this.environment = environment;
  }

  /** Lets a client in by the command line, and gets it a token. */
  static VaultClient admitted(RunningServer server, Path folder, String name, String role) {
    Program.Ended lines =
        Program.run(
            Program.root().resolve("deploy/perennial"),
            "--socket",
            server.socket(),
            "vault",
            "env",
            "main",
            "--client",
            name,
            "--role",
            role,
            "--roots",
            folder.resolve("roots.pem"));
    if (lines.status() != 0) {
      throw new AssertionError(lines.err());
    }
    VaultClient client =
        new VaultClient(
            server,
            folder,
            lines
                .out()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
    client.token = client.fetchToken();
    return client;
  }

  /** Somebody without a token. */
  static VaultClient stranger(RunningServer server, Path folder) {
    TrustingClient.writeRoots(server, folder.resolve("roots.pem"));
    return new VaultClient(server, folder, Map.of());
  }

  /** The same with a folder of its own, so that two can call at once. */
  VaultClient twin(Path other) {
    try {
      Files.createDirectories(other);
      Files.copy(folder.resolve("roots.pem"), other.resolve("roots.pem"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    VaultClient twin = new VaultClient(server, other, environment);
    twin.token = token;
    return twin;
  }

  Map<String, String> environment() {
    return environment;
  }

  private String fetchToken() {
    return JSON.readTree(
            curl(
                    server.bean(io.perennial.web.WebProperties.class).hostname(),
                    "/adfs/oauth2/token",
                    "--data-urlencode",
                    "grant_type=client_credentials",
                    "--data-urlencode",
                    "client_id=" + environment.get("AZURE_CLIENT_ID"),
                    "--data-urlencode",
                    "client_secret=" + environment.get("AZURE_CLIENT_SECRET"),
                    "--data-urlencode",
                    "scope=https://vault.localhost:" + server.httpsPort() + "/.default")
                .body())
        .get("access_token")
        .stringValue();
  }

  /** From the vault main. */
  Answer get(String path) {
    return call(
        "main.vault.localhost", path + (path.contains("?") ? "&" : "?") + "api-version=7.6");
  }

  /** To the vault main, with a body. */
  Answer send(String method, String path, String body) {
    return send("main.vault.localhost", method, path, body);
  }

  /** To a vault by its host, with a body. */
  Answer send(String host, String method, String path, String body) {
    Path file = folder.resolve("body");
    try {
      Files.writeString(file, body);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return call(
        host,
        path + (path.contains("?") ? "&" : "?") + "api-version=7.6",
        "-X",
        method,
        "-H",
        "Content-Type: application/json",
        "--data-binary",
        "@" + file);
  }

  Answer call(String host, String path, String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    if (!token.isEmpty()) {
      all.addAll(List.of("-H", "Authorization: Bearer " + token));
    }
    return curl(host, path, all.toArray(String[]::new));
  }

  private Answer curl(String host, String path, String... arguments) {
    Path headers = folder.resolve("headers");
    List<Object> command =
        new ArrayList<>(
            List.of(
                "curl",
                "-q",
                "-sS",
                "--path-as-is",
                "--cacert",
                folder.resolve("roots.pem"),
                "--resolve",
                host + ":" + server.httpsPort() + ":127.0.0.1",
                "-D",
                headers,
                "-w",
                "\n%{http_code}"));
    command.addAll(List.of(arguments));
    command.add("https://" + host + ":" + server.httpsPort() + path);
    Program.Ended ended = Program.run(command.toArray());
    if (ended.status() != 0) {
      throw new AssertionError("curl: " + ended.err());
    }
    int end = ended.out().lastIndexOf('\n');
    try {
      return new Answer(
          Integer.parseInt(ended.out().substring(end + 1)),
          ended.out().substring(0, end),
          Files.readString(headers));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** What came back. */
  record Answer(int status, String body, String headers) {

    JsonNode json() {
      return JSON.readTree(body);
    }

    /** Of a header in lower or upper case; empty without one. */
    String header(String name) {
      return headers
          .lines()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }

    String text(String pointer) {
      return json().at(pointer).asString();
    }
  }
}
