_grpcrefresh() {
  local -a suggestions
  suggestions=("${(@f)$("${words[1]}" "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
  compadd -- "${suggestions[@]}"
}
compdef _grpcrefresh grpcrefresh
