package io.perennial.dashboard.internal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;
import org.springframework.security.web.header.HeaderWriter;

/**
 * Static files may be kept for a year when their address holds a hash of their content. Under any
 * other address they change with the next release, so a browser must ask again.
 */
final class UnhashedFiles implements HeaderWriter {

  private static final Pattern FILE = Pattern.compile("/(assets|webjars)/.*");
  private static final Pattern HASHED = Pattern.compile(".*-[0-9a-f]{32}\\.[a-z0-9]+");

  @Override
  public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
    String path = request.getRequestURI();
    if (FILE.matcher(path).matches() && !HASHED.matcher(path).matches()) {
      response.setHeader("Cache-Control", "no-cache");
    }
  }
}
