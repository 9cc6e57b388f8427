# jam: made by studio-cdk from test/stacks/environments.ts. Edits are lost at the next synth.
final: prev:
let
  pkgs = final;
in
{
  calf = prev.calf.override {
    stdenv = pkgs.stdenv;
  };
}
