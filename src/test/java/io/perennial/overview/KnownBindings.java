package io.perennial.overview;

import io.perennial.access.Principal;
import io.perennial.kernel.BindingId;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Expected;
import io.perennial.publication.Binding;
import io.perennial.publication.Bindings;
import io.perennial.publication.Report;
import io.perennial.publication.Truths;
import java.util.List;

/** Bindings as a test wants them; read only. */
record KnownBindings(List<Truths> all) implements Bindings {

  @Override
  public List<Truths> truths(Principal actor) {
    return all;
  }

  @Override
  public List<Truths> truths(Principal actor, CertificateId certificate) {
    return all.stream().filter(one -> one.certificate().id().equals(certificate)).toList();
  }

  @Override
  public List<Truths> mine(Principal consumer) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Binding bind(Principal actor, Wanted wanted) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void unbind(Principal actor, BindingId id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void unbind(Principal actor, BindingId id, Expected expected) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void report(Principal consumer, BindingId id, Report report) {
    throw new UnsupportedOperationException();
  }
}
