# night-train: made by studio-cdk from test/stacks/environments.ts. Edits are lost at the next synth.
environments:
{ pkgs, ... }:
let
  studio = environments.${pkgs.stdenv.hostPlatform.system};
in
{
  _file = "test/stacks/environments.ts:48 (night-train)";
  home.packages = [ studio.packages.night-train ];
}
