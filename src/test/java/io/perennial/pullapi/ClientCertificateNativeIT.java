package io.perennial.pullapi;

class ClientCertificateNativeIT extends ClientCertificateContract {

  @Override
  String tls() {
    return "native";
  }
}
