package io.perennial.pullapi.internal;

import io.perennial.kernel.BindingId;
import io.perennial.kernel.Id;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.SecretBytes;
import io.perennial.kernel.VersionId;
import io.perennial.publication.PullService;
import io.perennial.publication.PullService.Ask;
import io.perennial.publication.PullService.Form;
import io.perennial.publication.PullService.Pulled;
import io.perennial.pullapi.PullRoute;
import io.perennial.pullapi.internal.PullResponse.Body;
import io.perennial.pullapi.internal.PullResponse.Header;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How a bundle is asked for and answered in HTTP. */
final class Bundles {

  private static final Header PRIVATE = new Header("Cache-Control", "no-cache, private");
  private static final int TAG_LENGTH = Id.LENGTH + 2;
  private static final int MOST_DIGITS = 9;

  private Bundles() {}

  static boolean serves(PullRoute route) {
    return switch (route) {
      case PEM, PFX, JKS, CHAIN -> true;
      case AGENT, UNIT, ENROL, CREDENTIAL, CERTIFICATE, BINDINGS, REPORT -> false;
    };
  }

  /**
   * @throws Refusal when the request is not well-formed
   */
  static Ask ask(PullRoute.Named named, PullRequest request) {
    boolean head = request.method().equals("HEAD");
    return new Ask(
        new BindingId(named.binding()),
        head ? Form.NOTHING : form(named.route()),
        request.header("If-None-Match").flatMap(Bundles::version),
        request
            .header("Pfx-Password")
            .map(text -> new SecretBytes(text.getBytes(StandardCharsets.UTF_8))),
        request.query().isEmpty() ? Duration.ZERO : patience(request.fields().get("wait")));
  }

  private static Form form(PullRoute route) {
    return switch (route) {
      case PEM -> Form.PEM;
      case PFX -> Form.PFX;
      case JKS -> Form.JKS;
      case CHAIN -> Form.CHAIN;
      case AGENT, UNIT, ENROL, CREDENTIAL, CERTIFICATE, BINDINGS, REPORT ->
          throw new IllegalStateException("no bundle");
    };
  }

  private static Duration patience(String wait) {
    if (wait.isEmpty()) {
      return Duration.ZERO;
    }
    if (wait.length() > MOST_DIGITS || !wait.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw Refusal.invalid(
          "wait is a number of seconds, of which at most %d are waited."
              .formatted(PullService.MOST_PATIENCE.toSeconds()));
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(wait));
    return asked.compareTo(PullService.MOST_PATIENCE) > 0 ? PullService.MOST_PATIENCE : asked;
  }

  /**
   * The version named by an entity tag (RFC 9110, section 13.1.2); any other text is none of ours.
   */
  private static Optional<VersionId> version(String ifNoneMatch) {
    if (ifNoneMatch.length() == TAG_LENGTH) {
      return tag(ifNoneMatch);
    }
    List<VersionId> named =
        Arrays.stream(ifNoneMatch.split(",", -1))
            .map(String::strip)
            .map(text -> text.startsWith("W/") ? text.substring(2) : text)
            .flatMap(text -> tag(text).stream())
            .toList();
    return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
  }

  private static Optional<VersionId> tag(String text) {
    if (text.length() != TAG_LENGTH || text.charAt(0) != '"' || !text.endsWith("\"")) {
      return Optional.empty();
    }
    return Optional.of(text.substring(1, TAG_LENGTH - 1)).filter(Id::matches).map(VersionId::new);
  }

  static PullResponse response(PullRoute route, Pulled pulled) {
    Header tag = new Header("ETag", '"' + pulled.version().value() + '"');
    Header version = new Header("Perennial-Version", pulled.version().value());
    Header fingerprint = new Header("Perennial-Fingerprint", pulled.fingerprint());
    Header type = new Header("Content-Type", type(route));
    return switch (pulled) {
      case Pulled.Unchanged _ ->
          PullResponse.of(304, PullResponse.NOTHING, tag, PRIVATE, version, fingerprint);
      case Pulled.Current _ ->
          PullResponse.of(200, PullResponse.NOTHING, tag, PRIVATE, version, fingerprint);
      case Pulled.Chain(VersionId _, String _, byte[] pem) ->
          PullResponse.of(200, new Body.Shared(pem), type, tag, PRIVATE, version, fingerprint);
      case Pulled.Bundle(VersionId _, String _, SecretBytes bytes) ->
          PullResponse.of(200, new Body.Secret(bytes), type, tag, PRIVATE, version, fingerprint);
    };
  }

  private static String type(PullRoute route) {
    return switch (route) {
      case PFX -> "application/x-pkcs12";
      case JKS -> "application/x-java-keystore";
      case AGENT, UNIT, ENROL, CREDENTIAL, CERTIFICATE, BINDINGS, REPORT, PEM, CHAIN ->
          "application/x-pem-file";
    };
  }
}
