package io.perennial.architecture.offending.certificate;

import org.springframework.stereotype.Service;

/** Reads a row for anybody. Abstract, so that no container makes a bean of it. */
@Service
abstract class ServiceWithoutAuthorizer {

  private final NoteRepository notes = new NoteRepository();

  public String note() {
    return read();
  }

  private String read() {
    return notes.note();
  }
}
