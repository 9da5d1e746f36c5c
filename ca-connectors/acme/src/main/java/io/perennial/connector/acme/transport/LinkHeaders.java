package io.perennial.connector.acme.transport;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads Link headers (RFC 8288, section 3), several links to a header and parameters included. By
 * hand, since a pattern with nested repetition recurses as deep as the sender likes.
 */
final class LinkHeaders {

  private LinkHeaders() {}

  /** The targets of all links of the relation, as written. */
  static List<String> targets(List<String> headers, String relation) {
    List<String> targets = new ArrayList<>();
    for (String header : headers) {
      int start = header.indexOf('<');
      while (start >= 0) {
        int end = header.indexOf('>', start);
        if (end < 0) {
          break;
        }
        List<String> parameters = new ArrayList<>();
        int next = readParameters(header, end + 1, parameters);
        if (relations(parameters).contains(relation)) {
          targets.add(header.substring(start + 1, end));
        }
        start = header.indexOf('<', next);
      }
    }
    return targets;
  }

  /** Collects what stands between semicolons, up to the comma that ends the link. */
  private static int readParameters(String header, int from, List<String> parameters) {
    boolean quoted = false;
    int start = from;
    for (int at = from; at < header.length(); at++) {
      char each = header.charAt(at);
      if (each == '"') {
        quoted = !quoted;
      } else if (!quoted && (each == ';' || each == ',')) {
        parameters.add(header.substring(start, at));
        start = at + 1;
        if (each == ',') {
          return start;
        }
      }
    }
    parameters.add(header.substring(start));
    return header.length();
  }

  /** Of the first {@code rel}: later ones do not count (RFC 8288, section 3.3). */
  private static List<String> relations(List<String> parameters) {
    for (String parameter : parameters) {
      int equals = parameter.indexOf('=');
      if (equals > 0 && parameter.substring(0, equals).strip().equalsIgnoreCase("rel")) {
        String value = parameter.substring(equals + 1).replace('"', ' ').strip();
        return Arrays.asList(value.split("\\s+", -1));
      }
    }
    return List.of();
  }
}
