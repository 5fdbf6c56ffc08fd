# To be sourced: finds the deploy kit, and tells what it can do here without a build that takes minutes.
#   KIT          its folder, or empty
#   kit_engine   starts its container engine if it is built, and stops it at the end unless it was running before
#   skip WHY     prints what is not proven, and ends the script with success
KIT="${DEPLOY_KIT:-}"
[ -n "$KIT" ] || { for folder in "$PWD/../shared/deploy-kit" "$PWD/../../shared/deploy-kit"; do [ ! -x "$folder/engine" ] || { KIT="$folder"; break; }; done; }
KIT_CACHE="${COUNTERSTEP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/counterstep}"

step() { printf '\n== %s\n' "$*"; }
skip() { printf 'SKIPPED %s: %s\n' "$(basename "$0")" "$*"; exit 0; }
fail() { printf 'FAILED %s: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }

kit_engine() {
  ! docker version >/dev/null 2>&1 || return 0
  [ -n "$KIT" ] || skip 'no container engine answers, and there is no deploy kit (DEPLOY_KIT, ../shared/deploy-kit)'
  [ -d "$KIT_CACHE/engine" ] || skip "the deploy kit's engine was not built yet ($KIT/engine up)"
  "$KIT/engine" up || skip "the deploy kit's engine cannot be started here"
  KIT_ENGINE_IS_OURS=yes
}
kit_engine_down() { [ -z "${KIT_ENGINE_IS_OURS:-}" ] || "$KIT/engine" down; }
