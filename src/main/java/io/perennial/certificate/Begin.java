package io.perennial.certificate;

/** Who sees to the version that a new or edited certificate wants. */
public enum Begin {
  /** Renewal, at once. */
  AT_ONCE,
  /** Who creates or edits it, right away; renewal looks later, should they not get so far. */
  BY_CALLER,
  /** Nobody: what was edited holds from the next version on, whenever that falls due. */
  LATER
}
