package io.perennial.pullapi;

class ClientCertificateJdkIT extends ClientCertificateContract {

  @Override
  String tls() {
    return "jdk";
  }
}
