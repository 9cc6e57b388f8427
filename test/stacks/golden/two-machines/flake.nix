# Made by studio-cdk from test/stacks/studios.ts. Edits are lost at the next synth.
{
  description = "Alice's samples, and where she plays them";

  inputs = {
    musnix = {
      url = "github:musnix/musnix";
      inputs.nixpkgs.follows = "nixpkgs";
    };
    nixos-hardware.url = "github:NixOS/nixos-hardware";
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";
    nixpkgs-unstable.url = "github:NixOS/nixpkgs/nixos-unstable";
  };

  outputs =
    {
      musnix,
      nixos-hardware,
      nixpkgs,
      nixpkgs-unstable,
      ...
    }:
    {
      nixosConfigurations = {
        server = nixpkgs-unstable.lib.nixosSystem {
          modules = [ ./machines/server/configuration.nix ];
        };
        laptop = nixpkgs.lib.nixosSystem {
          modules = [
            nixos-hardware.nixosModules.lenovo-thinkpad-t14
            musnix.nixosModules.musnix
            ./machines/laptop/configuration.nix
          ];
          specialArgs = {
            inherit nixpkgs-unstable;
          };
        };
      };
    };
}
