import Testing

@testable import Sensitive

/// Tokens, keys and passwords: examples from RFCs and vendors' manuals, and what stands for them.
struct SecretVectorTests {
  private func expect(_ name: String, _ text: String, _ wanted: [String]) throws {
    let detector = try #require(Detectors.named(name))
    let bytes = Array(text.utf8)
    bytes.withUnsafeBytes { raw in
      let plain = detector.find(in: raw)
      #expect(plain == SensitiveSweep(detectors: [detector]).hits(in: raw).map(\.range))
      #expect(
        plain.map { String(decoding: raw[$0], as: UTF8.self) } == wanted, "\(name): \(text)")
    }
  }

  /// RFC 7519, sections 3.1 and 6.1.
  private static let tokens = [
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh"
      + "0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNv"
      + "bS9pc19yb290Ijp0cnVlfQ.",
  ]

  @Test(arguments: tokens)
  func webTokens(_ token: String) throws {
    try expect("JWT", "{\"t\":\"\(token)\"}", [token])
    try expect("JWT", "Bearer \(token)", [token])
    try expect("JWT", "x" + token, [])
    try expect("JWT", "-" + token, [])
  }

  @Test(arguments: [
    "eyJhbGciOiJIUzI1NiJ9.e30", "eyJhbGciOiJIUzI1NiJ9", "eyJhbGciOiJIUzI1NiJ9..c2ln",
    "eyJ0eXAiOiJKV1QifQ.e30.c2ln",  // {"typ":"JWT"}: no alg
    "eyJhbGciOiJIUzI1Ni.e30.c2ln",  // the object is not closed
    "eyJhbGciOiJIUzI1NiJ9.e30xx.c2ln", "eyJ.eyJ.eyJ", "eyJeyJeyJeyJ",
  ])
  func notWebTokens(_ text: String) throws { try expect("JWT", text, []) }

  /// RFC 6750, section 2.1.
  @Test(arguments: [
    "Authorization: Bearer mF_9.B5f-4.1JqM", "authorization:bearer   mF_9.B5f-4.1JqM",
    #"{"Authorization":"Bearer mF_9.B5f-4.1JqM"}"#, #"Authorization:[Bearer mF_9.B5f-4.1JqM]"#,
    #"{\"Authorization\":[\"Bearer mF_9.B5f-4.1JqM\"]}"#,
    "Proxy-Authorization='Bearer mF_9.B5f-4.1JqM'",
  ])
  func bearerTokens(_ text: String) throws {
    try expect("BEARER_TOKEN", text, ["mF_9.B5f-4.1JqM"])
  }

  @Test func bearerPadding() throws {
    try expect("BEARER_TOKEN", "Authorization: Bearer dG9rZW4tMQ==;", ["dG9rZW4tMQ=="])
  }

  @Test(arguments: [
    "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Authorization: Bearer ***",
    "Authorization: Bearer [REDACTED]", "Authorization: Bearer REDACTED", "Bearer mF_9.B5f-4.1JqM",
    "Authorization: Bearer <token>", "Authorization: BearermF_9.B5f-4.1JqM",
    "Authorization: Bearer xxxxxxxxxxxx", "authorization mF_9.B5f-4.1JqM bearer",
  ])
  func notBearerTokens(_ text: String) throws { try expect("BEARER_TOKEN", text, []) }

  /// IAM user guide, "Managing access keys": the pair all of AWS' manuals print.
  @Test func accessKeys() throws {
    let id = "AKIAIOSFODNN7EXAMPLE"
    let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    try expect("AWS_ACCESS_KEY", "key \(id).", [id])
    try expect("AWS_ACCESS_KEY", "ASIAIOSFODNN7EXAMPLE", ["ASIAIOSFODNN7EXAMPLE"])
    try expect(
      "AWS_ACCESS_KEY", "aws_access_key_id = \(id)\naws_secret_access_key = \(secret)",
      [id, secret])
    try expect("AWS_ACCESS_KEY", #"{"SecretAccessKey": "\#(secret)"}"#, [secret])
    for bad in [
      "xAKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLEX", "AKIAIOSFODNN7EXAMPL", secret,
      "AKIAIOSFODNN1EXAMPLE", "akiaiosfodnn7example", "aws_secret_access_key=\(secret)A",
      "aws_secret_access_key=" + String(repeating: "x", count: 40),
    ] {
      try expect("AWS_ACCESS_KEY", bad, [])
    }
  }

  /// RFC 7468, sections 10 and 11; OpenSSL and OpenSSH; RFC 4880, section 6.2.
  @Test(arguments: [
    "-----BEGIN PRIVATE KEY-----", "-----BEGIN ENCRYPTED PRIVATE KEY-----",
    "-----BEGIN RSA PRIVATE KEY-----", "-----BEGIN EC PRIVATE KEY-----",
    "-----BEGIN OPENSSH PRIVATE KEY-----", "-----BEGIN PGP PRIVATE KEY BLOCK-----",
  ])
  func privateKeys(_ line: String) throws {
    try expect("PRIVATE_KEY", "k=\"\(line)\\nMIIE", [line])
  }

  @Test(arguments: [
    "-----BEGIN PUBLIC KEY-----", "-----BEGIN CERTIFICATE-----", "-----END PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY----", "----BEGIN PRIVATE KEY-----", "-----BEGIN rsa PRIVATE KEY-----",
    "-----BEGIN  PRIVATE KEY-----", "-----BEGIN A B C D E PRIVATE KEY-----",
  ])
  func notPrivateKeys(_ line: String) throws { try expect("PRIVATE_KEY", line, []) }

  @Test(arguments: [
    ("password=hunter2", "hunter2"), ("password=hunter&x=1", "hunter"),
    (#"{"password":"correct horse","x":1}"#, "correct horse"), ("db_passwd: 's3cr3t'", "s3cr3t"),
    (#"{\"password\":\"hunter2\"}"#, "hunter2"), (#""pwd": "a\"b""#, #"a\"b"#),
    ("Password := hunter", "hunter"), ("client_secret=>abc123", "abc123"),
    ("SECRET: abc-1 x", "abc-1"), ("userPassword=open/sesame", "open/sesame"),
    ("pwd=p@ss, x", "p@ss"), ("password=\"half open\nx", "half open"), ("password:abc", "abc"),
    (#"{"password":12345}"#, "12345"), ("password=$ecret", "$ecret"),
    ("password=nullable", "nullable"),
  ])
  func passwords(_ text: String, _ value: String) throws {
    try expect("PASSWORD", text, [value])
  }

  @Test(arguments: [
    "password=***", "password=[REDACTED]", #""password":null"#, #""password":"""#, "password=",
    "password: ", #"{"password":"********"}"#, #""password":"<masked>""#, "password=${DB_PASSWORD}",
    "password=%s", "password: must be long", "secretary=bob", "password is wrong", "pwd=/srv/app",
    "password_hash=abc123", "passwords=abc", "password\n=x", "password=\nx", "password=••••",
    #"\"password\":\"\""#, "password=NULL", "password=xxxx", "password:{", "password(none)=",
    "if password == null", "password==x",
  ])
  func notPasswords(_ text: String) throws { try expect("PASSWORD", text, []) }

  @Test("Every name is UPPER_SNAKE, and stands once")
  func names() {
    let names = Detectors.all.map(\.name)
    #expect(
      names.sorted() == [
        "AWS_ACCESS_KEY", "BEARER_TOKEN", "CN_MOBILE", "CN_RESIDENT_ID", "CREDIT_CARD", "EMAIL",
        "IBAN", "JWT", "PASSPORT", "PASSWORD", "PRIVATE_KEY", "SSN",
      ])
  }
}
