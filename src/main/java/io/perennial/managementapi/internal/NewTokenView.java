package io.perennial.managementapi.internal;

/** A token, the only time that it is shown. */
record NewTokenView(TokenView details, String token) {

  @Override
  public String toString() {
    return "NewTokenView[" + details.name() + "]";
  }
}
