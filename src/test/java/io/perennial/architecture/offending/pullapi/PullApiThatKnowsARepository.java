package io.perennial.architecture.offending.pullapi;

import io.perennial.architecture.offending.certificate.NoteRepository;

/** An adapter that reads rows past the service. */
final class PullApiThatKnowsARepository {

  String note() {
    return new NoteRepository().note();
  }
}
