/// The parts of `verify.sh` that depend on how a package is signed.
struct SignatureScript {
  /// Lines of the head comment.
  var usage = ""
  /// Members that no manifest lists.
  var names = ""
  /// A further command that lists what was attached to the package since.
  var attached = ""
  /// What must be remembered before the script goes to its folder.
  var start = ""
  var functions = ""
  var checks = ""
  var ending =
    "echo 'UNSIGNED: compare the package id with the one you were given by another way.'"

  /// - Parameter signatures: nil for an unsigned package.
  init(_ signatures: SignatureStatement?) {
    guard let signatures else { return }
    usage = "\n" + Self.usage
    start = "start=$PWD\n"
    names = signatures.members.map { " \\\n  " + $0 }.joined()
    attached = "\n  attached"
    functions = Self.common + TimestampScript.functions
    checks =
      "check 'signed files: seal/signatures.sha256' sha256 -c --strict "
      + PackageLayout.signatureList + "\n"
    if signatures.cades != nil {
      functions += Self.cadesFunctions
      checks += Self.cadesChecks
    }
    if signatures.hasSM2 {
      functions += Self.sm2Functions
      checks += Self.sm2Checks
    }
    checks += TimestampScript.checks + "\n"
    ending = Self.ending
    if signatures.isTest {
      ending += "\necho 'TEST KEYS: anybody may hold them. These signatures prove nothing.'"
    }
  }

  private static let usage = #"""
    # Signatures are checked as well. Whose they are shows only against root certificates that
    # you obtained by another way (PEM):
    #   ROOT=root.pem SM2_ROOT=sm2-root.pem TSA_ROOT=tsa-root.pem sh verify.sh PACKAGE.zip
    """#

  private static let common = #"""
    absolute() { case $1 in /*) printf '%s\n' "$1" ;; *) printf '%s\n' "$start/$1" ;; esac; }
    root=${ROOT:+$(absolute "$ROOT")}
    sm2_root=${SM2_ROOT:+$(absolute "$SM2_ROOT")}
    tsa_root=${TSA_ROOT:+$(absolute "$TSA_ROOT")}

    """#

  private static let cadesFunctions = #"""
    cades() {
      set -- -verify -binary -inform DER -in "$1" -content "$2" -out /dev/null
      if [ -n "$root" ]; then
        openssl cms "$@" -cades -purpose any -CAfile "$root"
      else
        openssl cms "$@" -noverify
      fi
    }

    """#

  private static let cadesChecks = #"""
    check 'signature: seal/tagmanifest-sha256.txt.p7s' \
      cades seal/tagmanifest-sha256.txt.p7s tagmanifest-sha256.txt
    check 'signature: META-INF/signature001.p7s' \
      cades META-INF/signature001.p7s META-INF/ASiCManifest001.xml

    """#

  private static let sm2Functions = #"""
    sm2_id=distid:1234567812345678
    sm2() {
      openssl pkeyutl -verify -rawin -digest sm3 -certin -inkey seal/sm2-chain.pem \
        -pkeyopt "$sm2_id" -in sm3sums.txt -sigfile seal/sm3sums.txt.sm2sig
    }
    fingerprint() { openssl x509 -in "$1" -outform DER | sha256 | cut -c 1-64; }
    # One certificate after the other, because openssl verify gives the id to the first only.
    sm2_chain() {
      work=$(mktemp -d) || return 1
      awk -v d="$work" '/BEGIN CERT/ { n++ } n { print > (d "/" n ".pem") }' seal/sm2-chain.pem
      status=0
      n=1
      while [ -f "$work/$((n + 1)).pem" ]; do
        openssl verify -partial_chain -vfyopt "$sm2_id" -trusted "$work/$((n + 1)).pem" \
          "$work/$n.pem" || status=1
        n=$((n + 1))
      done
      if [ "$(fingerprint "$work/$n.pem")" != "$(fingerprint "$sm2_root")" ]; then
        echo 'the chain ends at another root'
        status=1
      fi
      rm -r "$work"
      return "$status"
    }

    """#

  private static let sm2Checks = #"""
    check 'signature: seal/sm3sums.txt.sm2sig' sm2
    if [ -n "$sm2_root" ]; then check 'chain: seal/sm2-chain.pem' sm2_chain; fi

    """#

  private static let ending = #"""
    if [ -z "$root$sm2_root" ]; then
      echo 'SIGNED, but no root was given: the signatures agree with the certificates in here,'
      echo 'whose they are is not shown. Set ROOT and SM2_ROOT, or compare the package id.'
    fi
    """#
}
