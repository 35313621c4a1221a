/// `verify.sh`: the checks of a package with stock tools and nothing of ours.
enum VerifyScript {
  /// - Parameter signatures: nil for an unsigned package.
  static func text(_ signatures: SignatureStatement?) -> String {
    let parts = SignatureScript(signatures)
    return #"""
      #!/bin/sh
      # Checks an unpacked evidence package with stock tools only:
      #   sh verify.sh              the folder this file lies in
      #   sh verify.sh PACKAGE.zip  the same, and the zip it was unpacked from\#(parts.usage)
      # Needs sha256sum (or shasum), find, sed, sort, wc; cksum of coreutils 9.0 for SM3; unzip for
      # the zip. Exits 0 only if every check passes. This file came with the package: whoever
      # changed the package could have changed it, so read it, or run the commands of VERIFY.txt.
      set -u
      LC_ALL=C
      export LC_ALL

      zip=
      if [ $# -gt 0 ]; then
        case $1 in
          /*) zip=$1 ;;
          *) zip=$PWD/$1 ;;
        esac
      fi
      \#(parts.start)cd "$(dirname "$0")" || exit 1

      failures=0
      check() {
        label=$1
        shift
        if output=$("$@" 2>&1); then
          printf 'ok       %s\n' "$label"
        else
          printf 'FAILED   %s\n' "$label"
          [ -z "$output" ] || printf '%s\n' "$output"
          failures=$((failures + 1))
        fi
      }

      sha256() {
        if command -v sha256sum >/dev/null 2>&1; then sha256sum "$@"; else shasum -a 256 "$@"; fi
      }
      listed() {
        sed 's/^[0-9a-f]*  //' manifest-sha256.txt tagmanifest-sha256.txt
        printf '%s\n' mimetype sm3sums.txt tagmanifest-sha256.txt\#(parts.names)\#(parts.attached)
      }
      present() { find . ! -type d | sed 's|^\./||'; }

      same_lines() {
        if [ "$1" = "$2" ]; then return 0; fi
        echo 'in one list only:'
        printf '%s\n%s\n' "$1" "$2" | sort | uniq -u
        return 1
      }
      only_regular_files() {
        odd=$(find . ! -type d ! -type f)
        [ -z "$odd" ] || { printf 'not a regular file: %s\n' "$odd"; return 1; }
      }
      nothing_unlisted() { same_lines "$(present | sort)" "$(listed | sort)"; }
      media_type() { [ "$(cat mimetype)" = application/vnd.etsi.asic-e+zip ]; }
      payload_size() {
        oxum=$(($(find data -type f -exec cat {} + | wc -c))).$(($(find data -type f | wc -l)))
        grep -qxF "Payload-Oxum: $oxum" bag-info.txt || { echo "found $oxum"; return 1; }
      }
      zip_members() { same_lines "$(unzip -Z1 "$zip" | sort)" "$(present | sort)"; }
      zip_first() { [ "$(unzip -Z1 "$zip" | head -n 1)" = mimetype ]; }
      zip_sidecar() { cd "$(dirname "$zip")" && sha256 -c "$(basename "$zip").sha256"; }
      \#(parts.functions)
      if [ -n "$zip" ]; then
        check 'zip: every member unpacks, CRC right' unzip -tq "$zip"
        check 'zip: members are the files here' zip_members
        check 'zip: mimetype comes first' zip_first
        if [ -f "$zip.sha256" ]; then check 'zip: SHA-256 beside it' zip_sidecar; fi
      fi
      check 'only regular files' only_regular_files
      check 'mimetype' media_type
      check 'payload: manifest-sha256.txt' sha256 -c --strict manifest-sha256.txt
      check 'tag files: tagmanifest-sha256.txt' sha256 -c --strict tagmanifest-sha256.txt
      if cksum -a sm3 /dev/null >/dev/null 2>&1; then
        check 'all files: sm3sums.txt' cksum -a sm3 -c --strict sm3sums.txt
      else
        echo 'skipped  sm3sums.txt: this cksum knows no SM3 (coreutils 9.0 does)'
      fi
      check 'nothing unlisted, nothing missing' nothing_unlisted
      check 'payload size: Payload-Oxum' payload_size

      \#(parts.checks)printf '\npackage id (SHA-256 of tagmanifest-sha256.txt):\n  '
      sha256 tagmanifest-sha256.txt | cut -c 1-64
      \#(parts.ending)
      if [ "$failures" -gt 0 ]; then
        printf '%s checks FAILED\n' "$failures"
        exit 1
      fi
      echo 'all checks passed'

      """#
  }
}
