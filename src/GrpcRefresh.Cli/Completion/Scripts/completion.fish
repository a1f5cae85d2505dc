function __grpcrefresh_suggest
  set -l line (commandline -cp)
  set -l words (commandline -opc)
  $words[1] "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
end
complete -f -c grpcrefresh -a '(__grpcrefresh_suggest)'
