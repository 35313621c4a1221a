internal import COpenSSL
internal import Diagnostics
internal import Glibc

/// A file encrypted for recipients: CMS AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC 5084),
/// which `openssl cms -decrypt -inform DER` opens.
///
/// The content key is drawn anew each time, so that no two are the same. The encoding is BER of
/// indefinite length, because it is streamed: memory does not grow with the content.
///
/// A class because it owns a hidden file, mode 0600, that must go exactly once.
final class SealedFile: Sendable {
  /// Where the encrypted bytes lie as long as this object lives.
  let path: String

  /// Encrypts the file at `source` for all of `recipients`, at least one.
  /// - Parameter folder: where the encrypted bytes go, with its slash.
  /// - Throws: `file-unreadable`, `output-unwritable`, `sealing-failed`.
  init(
    of source: String, for recipients: [Recipient], in folder: String
  ) throws(DiagnosticError) {
    precondition(!recipients.isEmpty, "somebody must be able to open it")
    // For the reason of a failure in words; libcrypto has numbers.
    _ = try InputFile(path: source)
    var template = Array((folder + ".estreat-sealed.XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw Self.unwritable(folder) }
    close(descriptor)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { ERR_clear_error() }
    // All stored properties are set: `deinit` removes the file if this throws.
    guard let input = BIO_new_file(source, "rb") else { throw Self.failed(source) }
    defer { BIO_free(input) }
    guard let output = BIO_new_file(path, "wb") else { throw Self.unwritable(folder) }
    defer { BIO_free(output) }
    guard let message = Self.message(for: recipients) else { throw Self.failed(source) }
    defer { CMS_ContentInfo_free(message) }
    let flags = CMS_BINARY | CMS_STREAM | CMS_PARTIAL
    guard i2d_CMS_bio_stream(output, message, input, flags) == 1, estreat_bio_flush(output) == 1
    else { throw Self.failed(source) }
  }

  deinit { unlink(path) }

  /// An empty envelope with the content key for every recipient.
  private static func message(for recipients: [Recipient]) -> OpaquePointer? {
    let flags = UInt32(CMS_BINARY | CMS_STREAM | CMS_PARTIAL)
    guard let message = CMS_encrypt(nil, nil, EVP_aes_256_gcm(), flags) else { return nil }
    for recipient in recipients {
      guard
        let info = CMS_add1_recipient_cert(
          message, recipient.certificate.pointer, UInt32(CMS_KEY_PARAM)),
        let context = CMS_RecipientInfo_get0_pkey_ctx(info), prepare(context, recipient.kind)
      else {
        CMS_ContentInfo_free(message)
        return nil
      }
    }
    return message
  }

  /// libcrypto's own choice would be PKCS #1 v1.5 and a KDF over SHA-1.
  private static func prepare(_ context: OpaquePointer, _ kind: Recipient.KeyKind) -> Bool {
    switch kind {
    case .rsa:
      EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1
        && EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()) == 1
    case .p256: EVP_PKEY_CTX_set_ecdh_kdf_md(context, EVP_sha256()) == 1
    }
  }

  private static func failed(_ source: String) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        .error, "sealing-failed", "libcrypto could not encrypt it",
        at: SourceLocation(file: source),
        fix: "check the recipients with `openssl cms -encrypt -aes-256-gcm`, and the room on disk"))
  }

  private static func unwritable(_ folder: String) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        .error, "output-unwritable", "cannot write: \(systemMessage())",
        at: SourceLocation(file: folder),
        fix: "check that the folder exists, is writable and has room"))
  }
}
