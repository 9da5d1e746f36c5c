package io.perennial.identity.internal;

import io.perennial.envelope.Envelope;
import io.perennial.kernel.Id;
import io.perennial.kernel.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Which authorities there are, and at which address a request knows them. */
@Component
@EnableConfigurationProperties(PublicNames.class)
class Authorities {

  private static final int HTTPS = 443;

  private final PublicNames names;
  private final String tenant;

  Authorities(PublicNames names, Envelope envelope) {
    this.names = names;
    this.tenant = Id.guid(envelope.deployment());
  }

  /** The deployment's id, as a GUID. */
  String tenant() {
    return tenant;
  }

  /**
   * The one that the first segment of the path names.
   *
   * @throws Refusal when it is neither of ours
   */
  Authority of(HttpServletRequest request) {
    return of(request, request.getRequestURI().split("/", -1)[1]);
  }

  /**
   * @throws Refusal when the name is neither of ours
   */
  Authority of(HttpServletRequest request, String name) {
    String known = name.toLowerCase(Locale.ROOT);
    if (!known.equals(Authority.ADFS) && !known.equals(tenant)) {
      throw Refusal.invalid(
          "There is no such tenant here. Set the tenant to adfs, or to %s.".formatted(tenant));
    }
    return new Authority(base(request), known);
  }

  /**
   * The port that the client used is echoed, because a router may show another than ours; the name
   * is always ours, whatever the client wrote.
   */
  private String base(HttpServletRequest request) {
    boolean ours = request.getServerName().equalsIgnoreCase(names.hostname());
    int port = ours ? request.getServerPort() : request.getLocalPort();
    return "https://" + names.hostname() + (port == HTTPS ? "" : ":" + port);
  }

  /** Whether a token's issuer is one of ours, at whatever port its client asked. */
  boolean issued(String issuer) {
    return path(issuer)
        .filter(
            Set.of(Authority.issuerPath(Authority.ADFS), Authority.issuerPath(tenant))::contains)
        .isPresent();
  }

  /**
   * Whether an assertion is for this deployment (RFC 7523, section 3): for an issuer, as some
   * libraries write, or a token endpoint, as others do, older ones without {@code v2.0}.
   */
  boolean addressed(String audience) {
    return path(audience.toLowerCase(Locale.ROOT))
        .filter(path ->
            Stream.of(Authority.ADFS, tenant)
                .flatMap(name ->
                    Stream.of("", "/", "/v2.0", "/oauth2/token", "/oauth2/v2.0/token")
                        .map(rest -> "/" + name + rest))
                .anyMatch(path::equals))
        .isPresent();
  }

  /** Of an address at our host; empty for all others. */
  private Optional<String> path(String text) {
    try {
      URI address = new URI(text);
      boolean ours =
          "https".equals(address.getScheme())
              && names.hostname().equalsIgnoreCase(address.getHost())
              && address.getRawQuery() == null
              && address.getRawFragment() == null;
      return ours ? Optional.ofNullable(address.getRawPath()) : Optional.empty();
    } catch (URISyntaxException no) {
      return Optional.empty();
    }
  }
}
