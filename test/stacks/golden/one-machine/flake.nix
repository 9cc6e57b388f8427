# Made by studio-cdk from test/stacks/studios.ts. Edits are lost at the next synth.
{
  description = "A studio: studio-laptop";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";

  outputs =
    { nixpkgs, ... }:
    {
      nixosConfigurations.studio-laptop = nixpkgs.lib.nixosSystem {
        modules = [ ./machines/studio-laptop/configuration.nix ];
      };
    };
}
