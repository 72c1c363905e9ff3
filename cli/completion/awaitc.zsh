#compdef awaitc
_awaitc() {
  local -a commands
  commands=(
    #COMMANDS
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  local command=$words[2]
  shift words; (( CURRENT-- ))
  case $command in
    #CASES
  esac
}
compdef _awaitc awaitc
