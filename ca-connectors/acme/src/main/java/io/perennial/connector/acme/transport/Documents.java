package io.perennial.connector.acme.transport;

import io.perennial.connector.CaProtocolError;
import io.perennial.connector.Identifier;
import io.perennial.connector.acme.transport.AcmeAuthorization.HttpChallenge;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.shredzone.acme4j.Metadata;
import org.shredzone.acme4j.toolbox.JSON;

/**
 * From JSON to values. Every address in them has been checked; what a document lacks or spells
 * otherwise ends in one of the library's unchecked exceptions, which the caller sorts.
 */
record Documents(Origins origins) {

  /** RFC 8555, section 8.1: at least 128 bits, base64url. It becomes part of a path. */
  private static final String TOKEN = "[A-Za-z0-9_-]{22,256}";

  /** An https address of the characters of RFC 3986, section 2, that need no percent encoding. */
  private static final String EXPLANATION =
      "https://[A-Za-z0-9.:-]{1,253}(/[A-Za-z0-9._~:/?#@!$&'()*+,;=-]{0,500})?";

  private static final int MAX_AUTHORIZATIONS = 100;
  private static final int MAX_ALTERNATES = 5;
  private static final int MAX_PROFILES = 50;
  private static final int MAX_PROFILE = 64;

  static AcmeDirectory directory(JSON json) {
    Metadata metadata =
        new Metadata(json.get("meta").map(JSON.Value::asObject).orElse(JSON.empty()));
    return new AcmeDirectory(
        metadata.getTermsOfService(),
        metadata.isProfileAllowed() ? profiles(metadata) : Set.of(),
        metadata.isExternalAccountRequired(),
        json.get("renewalInfo").map(JSON.Value::asURI));
  }

  /** Names only that a page and a log can show as they are; nobody could enter the others. */
  private static Set<String> profiles(Metadata metadata) {
    return metadata.getProfiles().stream()
        .filter(name -> name.length() <= MAX_PROFILE && name.equals(PlainText.of(name)))
        .limit(MAX_PROFILES)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** An explanation that no page could link to safely is left out. */
  static AcmeRenewalInfo renewalInfo(JSON json, Optional<Duration> retryAfter) {
    JSON window = json.get("suggestedWindow").asObject();
    return new AcmeRenewalInfo(
        window.get("start").asInstant(),
        window.get("end").asInstant(),
        json.get("explanationURL")
            .map(JSON.Value::asString)
            .filter(text -> text.matches(EXPLANATION))
            .map(URI::create),
        retryAfter);
  }

  /** Those that may be used; a certificate is at hand, so the others are no reason to fail. */
  List<URI> alternates(URI certificate, List<String> links) {
    return links.stream()
        .limit(MAX_ALTERNATES)
        .map(link -> resolved(certificate, link))
        .flatMap(Optional::stream)
        .filter(origins::permits)
        .toList();
  }

  private static Optional<URI> resolved(URI base, String link) {
    try {
      return Optional.of(base.resolve(link));
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }

  AcmeOrder order(URI url, JSON json, Optional<Duration> retryAfter)
      throws Unacceptable, CaProtocolError {
    List<URI> authorizations = new ArrayList<>();
    for (JSON.Value each : json.get("authorizations").asArray()) {
      authorizations.add(url(each));
    }
    if (authorizations.isEmpty() || authorizations.size() > MAX_AUTHORIZATIONS) {
      throw new CaProtocolError("An order has " + authorizations.size() + " authorizations.");
    }
    JSON.Value certificate = json.get("certificate");
    return new AcmeOrder(
        origins.check(url),
        status(json),
        json.get("expires").map(JSON.Value::asInstant),
        authorizations,
        url(json.get("finalize")),
        certificate.isPresent() ? Optional.of(url(certificate)) : Optional.empty(),
        json.get("error").map(JSON.Value::asObject).map(Documents::problem),
        retryAfter);
  }

  AcmeAuthorization authorization(URI url, JSON json, Optional<Duration> retryAfter)
      throws Unacceptable, CaProtocolError {
    Optional<HttpChallenge> http01 = Optional.empty();
    Optional<AcmeProblem> error = Optional.empty();
    for (JSON.Value each : json.get("challenges").asArray()) {
      JSON challenge = each.asObject();
      if (challenge.get("type").asString().equals("http-01")) {
        http01 = Optional.of(http01(challenge));
      }
      error =
          error.or(() -> challenge.get("error").map(JSON.Value::asObject).map(Documents::problem));
    }
    return new AcmeAuthorization(
        origins.check(url),
        identifier(json.get("identifier").asObject()),
        status(json),
        http01,
        error,
        retryAfter);
  }

  private HttpChallenge http01(JSON challenge) throws Unacceptable, CaProtocolError {
    String token = challenge.get("token").asString();
    if (!token.matches(TOKEN)) {
      throw new CaProtocolError("A challenge's token is not base64url text of a fit length.");
    }
    return new HttpChallenge(url(challenge.get("url")), status(challenge), token);
  }

  private static Identifier identifier(JSON json) throws CaProtocolError {
    String value = json.get("value").asString();
    return switch (json.get("type").asString()) {
      case "dns" -> new Identifier.Dns(value);
      case "ip" -> new Identifier.Ip(value);
      default -> throw new CaProtocolError("An authorization is for neither a DNS name nor an IP.");
    };
  }

  private static AcmeProblem problem(JSON json) {
    return new AcmeProblem(
        json.get("type").map(JSON.Value::asString).orElse("about:blank"),
        json.get("detail").map(JSON.Value::asString).orElse("no reason was given"));
  }

  static AcmeStatus status(JSON json) {
    return AcmeStatus.of(json.get("status").asString());
  }

  private URI url(JSON.Value value) throws Unacceptable {
    return origins.check(value.asURI());
  }
}
