_grpcrefresh() {
  local IFS=$'\n'
  local words
  words=$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null) || return
  COMPREPLY=($(compgen -W "${words}" -- "${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _grpcrefresh grpcrefresh
