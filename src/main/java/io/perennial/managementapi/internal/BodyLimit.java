package io.perennial.managementapi.internal;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Reads a body whole, or says that it is too long, whether or not its length was announced. */
final class BodyLimit extends OncePerRequestFilter {

  /** Enough for an issuer's settings, of which certificates are the longest. */
  static final int MOST_BYTES = 256 * 1024;

  private final ProblemWriter problems;

  BodyLimit(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    byte[] body = new byte[0];
    boolean tooLong = request.getContentLengthLong() > MOST_BYTES;
    if (!tooLong) {
      body = request.getInputStream().readNBytes(MOST_BYTES + 1);
      tooLong = body.length > MOST_BYTES;
    }
    if (tooLong) {
      problems.write(
          response,
          HttpStatus.CONTENT_TOO_LARGE,
          "A request has at most %d bytes.".formatted(MOST_BYTES));
      return;
    }
    chain.doFilter(new Read(request, body), response);
  }

  /** A request whose body was read. */
  private static final class Read extends HttpServletRequestWrapper {

    private final ByteArrayInputStream body;

    private Read(HttpServletRequest request, byte[] body) {
      super(request);
      this.body = new ByteArrayInputStream(body);
    }

    @Override
    public ServletInputStream getInputStream() {
      return new ServletInputStream() {
        @Override
        public int read() {
          return body.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
          return body.read(target, offset, length);
        }

        @Override
        public boolean isFinished() {
          return body.available() == 0;
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
          throw new UnsupportedOperationException("the body is read already");
        }
      };
    }
  }
}
