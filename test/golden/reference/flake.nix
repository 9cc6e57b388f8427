# Made by studio-cdk from bin/studio.ts. Edits are lost at the next synth.
{
  description = "A studio: studio-laptop";

  inputs = {
    musnix = {
      url = "github:musnix/musnix";
      inputs.nixpkgs.follows = "nixpkgs";
    };
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";
  };

  outputs =
    { musnix, nixpkgs, ... }:
    {
      nixosConfigurations.studio-laptop = nixpkgs.lib.nixosSystem {
        modules = [
          musnix.nixosModules.musnix
          ./machines/studio-laptop/configuration.nix
        ];
      };
    };
}
