package io.perennial.connector.testkit.acme;

/** The server's no, with the type of RFC 8555, section 6.7, less its URN prefix. */
final class Refusal extends Exception {

  private final int status;
  private final String type;

  Refusal(int status, String type, String detail) {
    super(detail);
    this.status = status;
    this.type = type;
  }

  static Refusal malformed(String detail) {
    return new Refusal(400, "malformed", detail);
  }

  static Refusal notFound(String what) {
    return new Refusal(404, "malformed", "there is no such " + what);
  }

  Answer answer() {
    String detail = getMessage();
    return Answer.problem(status, type, detail == null ? "" : detail);
  }
}
