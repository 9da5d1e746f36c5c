package io.perennial.vaultapi.internal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A request to a vault's host, as the routes see it: below {@link #PREFIX}, without the empty
 * segments that some clients send where a version may stand, and with the method that is meant.
 */
final class VaultRequest extends HttpServletRequestWrapper {

  /** Apart from the dashboard's and the API's paths, which other hosts have. */
  static final String PREFIX = "/.vault";

  /** The {@link io.perennial.vault.Vault} that is called, once its caller is known. */
  static final String VAULT = "io.perennial.vault";

  /** Names, versions and words: nothing that needs to be encoded. */
  private static final Pattern PATH = Pattern.compile("/[0-9A-Za-z/-]{0,512}");

  private static final String OVERRIDE = "X-HTTP-METHOD";
  private static final Set<String> OVERRIDING = Set.of("PATCH", "DELETE", "PUT");

  private final String path;
  private final String method;

  VaultRequest(HttpServletRequest request) {
    super(request);
    this.path = readable(request) ? PREFIX + plain(request.getRequestURI()) : PREFIX;
    this.method = method(request);
  }

  /** Whether a path could name something here. */
  static boolean readable(HttpServletRequest request) {
    return PATH.matcher(request.getRequestURI()).matches();
  }

  private static String plain(String path) {
    return path.replaceAll("/{2,}", "/").replaceFirst("/$", "");
  }

  /** For clients that can send GET and POST alone. */
  private static String method(HttpServletRequest request) {
    String wanted = String.valueOf(request.getHeader(OVERRIDE)).toUpperCase(Locale.ROOT);
    return request.getMethod().equals("POST") && OVERRIDING.contains(wanted)
        ? wanted
        : request.getMethod();
  }

  @Override
  public String getMethod() {
    return method;
  }

  @Override
  public String getRequestURI() {
    return path;
  }

  @Override
  public StringBuffer getRequestURL() {
    return new StringBuffer(Call.base(this)).append(path);
  }

  @Override
  public String getServletPath() {
    return path;
  }
}
