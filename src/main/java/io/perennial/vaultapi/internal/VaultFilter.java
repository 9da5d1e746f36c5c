package io.perennial.vaultapi.internal;

import io.perennial.audit.AuditOrigin;
import io.perennial.vault.VaultHosts;
import io.perennial.web.Listener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells requests to vaults from all others by their host, before security looks at any path: a
 * vault's paths are its own, and the doubled slashes that are refused elsewhere are usual here.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class VaultFilter extends OncePerRequestFilter {

  private static final Pattern ECHOED = Pattern.compile("[0-9A-Za-z._-]{1,100}");
  private static final String CLIENT_REQUEST = "x-ms-client-request-id";

  private final VaultHosts hosts;
  private final RandomGenerator random;

  VaultFilter(VaultHosts hosts, RandomGenerator random) {
    this.hosts = hosts;
    this.random = random;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!Listener.HTTPS.matches(request) || !hosts.covers(request.getServerName())) {
      if (request.getRequestURI().startsWith(VaultRequest.PREFIX)) {
        response.sendError(HttpServletResponse.SC_NOT_FOUND);
        return;
      }
      chain.doFilter(request, response);
      return;
    }
    VaultRequest read = new VaultRequest(request);
    AuditOrigin origin = describe(read, response);
    try {
      origin.during(() -> {
        chain.doFilter(read, response);
        return origin;
      });
    } catch (ServletException | IOException | RuntimeException failure) {
      throw failure;
    } catch (Exception impossible) {
      throw new ServletException(impossible);
    }
  }

  private AuditOrigin describe(HttpServletRequest sent, HttpServletResponse response) {
    byte[] id = new byte[16];
    random.nextBytes(id);
    String request = HexFormat.of().formatHex(id);
    response.setHeader("x-ms-request-id", request);
    response.setHeader("x-ms-keyvault-service-version", ApiVersions.NEWEST);
    Optional<String> client =
        Optional.ofNullable(sent.getHeader(CLIENT_REQUEST))
            .filter(known -> ECHOED.matcher(known).matches());
    client.ifPresent(known -> response.setHeader(CLIENT_REQUEST, known));
    return new AuditOrigin(
        sent.getRemoteAddr(), request, client.orElse(""), () -> OperationNames.of(sent));
  }
}
