package io.perennial.connector.testkit.acme;

import io.perennial.connector.Identifier;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An authorization with its one http-01 challenge. Guarded by the {@link OrderBook}. */
final class ServerAuthorization {

  private final String id;
  private final Identifier name;
  private final String token;
  private String status;
  private boolean triggered;
  private int pendingReads;
  private Optional<String> objection = Optional.empty();

  ServerAuthorization(String id, Identifier name, String token, boolean valid) {
    this.id = id;
    this.name = name;
    this.token = token;
    this.status = valid ? "valid" : "pending";
  }

  String id() {
    return id;
  }

  Identifier name() {
    return name;
  }

  String token() {
    return token;
  }

  boolean pending() {
    return status.equals("pending");
  }

  boolean valid() {
    return status.equals("valid");
  }

  boolean settledBadly() {
    return !pending() && !valid();
  }

  boolean triggered() {
    return triggered;
  }

  String status() {
    return status;
  }

  /** The verdict is reached now but shows after so many reads. */
  void trigger(Optional<String> verdict, int reads) {
    triggered = true;
    objection = verdict;
    pendingReads = reads;
    settle();
  }

  void read() {
    if (triggered && pending() && pendingReads > 0) {
      pendingReads--;
      settle();
    }
  }

  private void settle() {
    if (pendingReads == 0) {
      status = objection.isPresent() ? "invalid" : "valid";
    }
  }

  void close(String reason) {
    status = reason;
  }

  Map<String, Object> json(String challengeUrl) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("identifier", OrderBook.identifier(name));
    json.put("status", status);
    json.put("challenges", List.of(challenge(challengeUrl)));
    return json;
  }

  Map<String, Object> challenge(String url) {
    Map<String, Object> json = new HashMap<>();
    json.put("type", "http-01");
    json.put("url", url);
    json.put("token", token);
    json.put("status", triggered && pending() ? "processing" : pending() ? "pending" : status);
    if (status.equals("invalid") && objection.isPresent()) {
      json.put(
          "error",
          Map.of(
              "type", "urn:ietf:params:acme:error:incorrectResponse", "detail", objection.get()));
    }
    return json;
  }
}
