package io.perennial.identity.internal;

import io.perennial.access.Applications;
import io.perennial.access.ClientId;
import io.perennial.access.Principal;
import io.perennial.audit.Audit;
import io.perennial.kernel.Refusal;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/** Knows applications by what they show for themselves; who fails is written down and held up. */
@Component
class ClientAuthentication implements AuthenticationProvider {

  /** By which Spring's converter marks any assertion, whoever signed it. */
  private static final ClientAuthenticationMethod ASSERTION =
      new ClientAuthenticationMethod("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");

  private static final String WRONG =
      "The client id or the client secret is wrong, or the secret has expired or was revoked."
          + " Ask an administrator of this deployment for another secret.";

  private final Applications applications;
  private final ClientAssertions assertions;
  private final FailureLimit limit;
  private final Audit audit;

  ClientAuthentication(
      Applications applications, ClientAssertions assertions, FailureLimit limit, Audit audit) {
    this.applications = applications;
    this.assertions = assertions;
    this.limit = limit;
    this.audit = audit;
  }

  @Override
  public Authentication authenticate(Authentication shown) {
    OAuth2ClientAuthenticationToken claim = (OAuth2ClientAuthenticationToken) shown;
    String address =
        ((WebAuthenticationDetails) Optional.ofNullable(claim.getDetails()).orElseThrow())
            .getRemoteAddress();
    InetAddress from = InetAddress.ofLiteral(address);
    String client = named(String.valueOf(claim.getPrincipal()));
    limit
        .admit(client, from)
        .ifPresent(wait -> {
          throw new TooManyAttempts(wait);
        });
    Principal application = who(client, claim, from);
    limit.forgive(client, from);
    return new OAuth2ClientAuthenticationToken(
        RegisteredClient.withId(application.id().value())
            .clientId(client)
            .clientAuthenticationMethod(claim.getClientAuthenticationMethod())
            .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
            .build(),
        claim.getClientAuthenticationMethod(),
        null);
  }

  private Principal who(String client, OAuth2ClientAuthenticationToken claim, InetAddress from) {
    String shown = String.valueOf(claim.getCredentials());
    if (!claim.getClientAuthenticationMethod().equals(ASSERTION)) {
      return applications
          .authenticate(client, shown)
          .orElseThrow(() -> refused(client, from, WRONG));
    }
    try {
      return assertions.authenticate(new ClientId(client), shown, from);
    } catch (Refusal refusal) {
      throw refused(client, from, refusal.sentence());
    }
  }

  /** Other text is not repeated anywhere: people paste the secret into the wrong field. */
  private static String named(String client) {
    return ClientId.matches(client) ? client.toLowerCase(Locale.ROOT) : "no client id";
  }

  private OAuth2AuthenticationException refused(String client, InetAddress from, String why) {
    audit.denied(from.getHostAddress(), "token.request", client);
    return new OAuth2AuthenticationException(
        new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT, why, null));
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return OAuth2ClientAuthenticationToken.class.isAssignableFrom(authentication);
  }
}
