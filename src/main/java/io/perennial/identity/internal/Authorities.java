package io.perennial.identity.internal;

import io.perennial.envelope.Envelope;
import io.perennial.kernel.Id;
import io.perennial.kernel.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
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
    try {
      URI address = new URI(issuer);
      return "https".equals(address.getScheme())
          && names.hostname().equalsIgnoreCase(address.getHost())
          && Set.of(Authority.issuerPath(Authority.ADFS), Authority.issuerPath(tenant))
              .contains(String.valueOf(address.getRawPath()));
    } catch (URISyntaxException no) {
      return false;
    }
  }
}
