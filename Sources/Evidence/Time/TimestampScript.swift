/// The parts of `verify.sh` that check what was attached to a signed package after it was made.
/// The script is covered by the package id, so it must know every form of attachment beforehand.
enum TimestampScript {
  static let functions = #"""
    # What was attached later: each META-INF/ASiCManifest002.xml and so on names its files.
    manifests() {
      find META-INF -name 'ASiCManifest[0-9][0-9][0-9].xml' ! -name ASiCManifest001.xml \
        2>/dev/null | sort
    }
    attached_seals() {
      sed -n 's|^<asic:DataObjectReference URI="\(seal/[^"]*\)".*|\1|p' "$1" |
        grep -E '^seal/(signatures\.sha256(\.[0-9]{3})?\.tsr|tsa-chain(\.[0-9]{3})?\.pem|receipts/[^/]+)$'
    }
    attached() {
      for manifest in $(manifests); do
        printf '%s\n' "$manifest"
        attached_seals "$manifest"
      done
    }
    references() {
      status=0
      digest='.*<ds:DigestValue>\([^<]*\)<.*'
      for line in $(sed -n "s|^<asic:DataObjectReference URI=\"\([^\"]*\)\"$digest|\1:\2|p" "$1"); do
        found=$(openssl dgst -sha256 -binary "${line%%:*}" | openssl base64 -A)
        if [ "$found" != "${line#*:}" ]; then
          echo "${line%%:*} is not what $1 states"
          status=1
        fi
      done
      return "$status"
    }
    # As of the time that the answer states: an authority's certificate expires like any other.
    stamp() {
      at=$(openssl ts -reply -in "$1" -text 2>/dev/null | sed -n 's/^Time stamp: //p')
      at=$(date -u -d "$at" +%s) || return 1
      for about in "-data seal/signatures.sha256" "-queryfile seal/signatures.sha256.tsq"; do
        # shellcheck disable=SC2086
        openssl ts -verify $about -in "$1" -CAfile "${tsa_root:-$2}" -attime "$at" || return 1
      done
    }

    """#

  static let checks = #"""
    for manifest in $(manifests); do
      check "attached: $manifest" references "$manifest"
      for tsr in $(attached_seals "$manifest" | grep '\.tsr$'); do
        chain=$(printf '%s\n' "$tsr" | sed 's|signatures\.sha256|tsa-chain|; s|tsr$|pem|')
        check "time-stamp: $tsr" stamp "$tsr" "$chain"
        openssl ts -reply -in "$tsr" -text 2>/dev/null | grep '^Time stamp: '
      done
    done

    """#
}
