# What does the privileged part of a deployment, and undoes it unless it is confirmed.
{ writeShellScriptBin }: writeShellScriptBin "studio-cdk-guard" (builtins.readFile ./guard/guard.sh)
