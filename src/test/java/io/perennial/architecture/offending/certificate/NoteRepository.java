package io.perennial.architecture.offending.certificate;

/** Stands for a repository. */
public class NoteRepository {

  /** Reads a row. */
  public String note() {
    return "a row";
  }
}
