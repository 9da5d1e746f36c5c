package io.perennial.connector.acme.transport;

/** The CA's no to one request. What it means depends on what was asked. */
public final class AcmeRefusal extends Exception {

  private final int status;
  private final AcmeProblem problem;

  public AcmeRefusal(int status, AcmeProblem problem) {
    super(problem.name() + ": " + problem.detail());
    this.status = status;
    this.problem = problem;
  }

  /** Of HTTP. */
  public int status() {
    return status;
  }

  public AcmeProblem problem() {
    return problem;
  }

  public boolean is(String name) {
    return problem.is(name);
  }
}
