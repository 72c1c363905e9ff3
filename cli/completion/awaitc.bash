# bash completion of awaitc
_awaitc() {
  local cur=${COMP_WORDS[COMP_CWORD]} command= word options= words= endings= folders= i
  COMPREPLY=()
  if [[ $cur == = ]]; then cur=; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    [[ $word == -- ]] && { COMPREPLY=($(compgen -f -- "$cur")); return; }
    [[ -z $command && $word != -* ]] && command=$word
  done
  # "=" parts words: put --name=val together again, and propose what follows the "=".
  local before=
  if [[ ${COMP_WORDS[COMP_CWORD]} == = ]]; then before=${COMP_WORDS[COMP_CWORD-1]}=
  elif [[ COMP_CWORD -gt 1 && ${COMP_WORDS[COMP_CWORD-1]} == = ]]; then
    before=${COMP_WORDS[COMP_CWORD-2]}=
  fi
  case $command in
    #CASES
    *) options="COMMANDS --help --version"
       COMPREPLY=($(compgen -W "$options" -- "$cur")); return ;;
  esac
  if [[ -n $before ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$before$cur"))
    COMPREPLY=("${COMPREPLY[@]#"$before"}")
    [[ -z ${COMPREPLY[*]} ]] && COMPREPLY=($(compgen -f -- "$cur"))
  elif [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
    [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace
  else
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
    [[ -n $endings$folders ]] && COMPREPLY+=($(compgen -d -S / -- "$cur"))
    if [[ -n $endings ]]; then
      local file
      while IFS= read -r file; do
        [[ $file =~ \.($endings)$ ]] && COMPREPLY+=("$file")
      done < <(compgen -f -- "$cur")
    fi
    [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == */ ]] && compopt -o nospace
  fi
  return 0
}
complete -F _awaitc awaitc
