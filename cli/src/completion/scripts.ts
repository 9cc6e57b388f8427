/**
 * What a shell has to be told once. The scripts hold no list of commands: they ask `cdk __complete` at each press of the key, so that they
 * are never out of date. It gets the words behind the program's name, the unfinished one last, and answers `word<TAB>meaning` a line.
 */
export const SCRIPTS: Readonly<Record<string, string>> = {
  bash: `# studio-cdk completions for bash. Put this line into ~/.bashrc:
#   source <(cdk completion bash)
_studio_cdk() {
  local IFS=$'\\n' line
  COMPREPLY=()
  while IFS=$'\\t' read -r line _; do
    COMPREPLY+=("$line")
  done < <("$1" __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _studio_cdk cdk studio-cdk
`,
  zsh: `#compdef cdk studio-cdk
# studio-cdk completions for zsh. Put this line into ~/.zshrc, below compinit:
#   source <(cdk completion zsh)
_studio_cdk() {
  local -a candidates
  local word meaning
  while IFS=$'\\t' read -r word meaning; do
    candidates+=("\${word//:/\\\\:}:$meaning")
  done < <("\${words[1]}" __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#candidates} )); then
    _describe 'cdk' candidates
  else
    _files
  fi
}
compdef _studio_cdk cdk studio-cdk
`,
  fish: `# studio-cdk completions for fish. Save this as ~/.config/fish/completions/cdk.fish:
#   cdk completion fish > ~/.config/fish/completions/cdk.fish
function __studio_cdk
  set -l words (commandline --tokenize --cut-at-cursor)
  set -l current (commandline --current-token --cut-at-cursor)
  $words[1] __complete -- $words[2..-1] "$current" 2>/dev/null
end
complete --command cdk --arguments '(__studio_cdk)'
complete --command studio-cdk --arguments '(__studio_cdk)'
`,
};
