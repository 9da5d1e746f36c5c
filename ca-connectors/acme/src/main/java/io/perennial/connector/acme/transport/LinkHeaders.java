package io.perennial.connector.acme.transport;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Link headers (RFC 8288, section 3), several links to a header and parameters included. */
final class LinkHeaders {

  /** A target and its parameters, each quoted or not; quoted ones may hold commas. */
  private static final Pattern LINK =
      Pattern.compile("<([^>]*)>((?:\\s*;\\s*[^\\s=;,]+(?:\\s*=\\s*(?:\"[^\"]*\"|[^\",;]*))?)*)");

  private static final Pattern RELATION =
      Pattern.compile(";\\s*rel\\s*=\\s*(?:\"([^\"]*)\"|([^\\s\",;]+))", Pattern.CASE_INSENSITIVE);

  private LinkHeaders() {}

  /** The targets of all links of the relation, as written. */
  static List<String> targets(List<String> headers, String relation) {
    List<String> targets = new ArrayList<>();
    for (String header : headers) {
      Matcher link = LINK.matcher(header);
      while (link.find()) {
        if (has(link.group(2), relation)) {
          targets.add(link.group(1));
        }
      }
    }
    return targets;
  }

  private static boolean has(String parameters, String relation) {
    Matcher found = RELATION.matcher(parameters);
    if (!found.find()) {
      return false;
    }
    String relations = found.group(1) != null ? found.group(1) : found.group(2);
    return Arrays.asList(relations.strip().split("\\s+", -1)).contains(relation);
  }
}
