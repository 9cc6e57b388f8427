# Made by studio-cdk from test/stacks/environments.ts. Edits are lost at the next synth.
{
  description = "A studio for any Linux";

  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";
    nixpkgs-unstable.url = "github:NixOS/nixpkgs/nixos-unstable";
  };

  outputs =
    { nixpkgs, nixpkgs-unstable, ... }:
    let
      eachSystem = nixpkgs.lib.genAttrs [
        "x86_64-linux"
        "aarch64-linux"
      ];
      jam = eachSystem (
        system:
        import ./environments/jam {
          inherit nixpkgs nixpkgs-unstable system;
        }
      );
    in
    {
      apps = eachSystem (system: jam.${system}.apps);
      checks = eachSystem (system: jam.${system}.checks);
      devShells = eachSystem (system: jam.${system}.devShells);
      formatter = eachSystem (system: nixpkgs.legacyPackages.${system}.nixfmt);
      homeModules.jam = import ./environments/jam/home.nix jam;
      nixosModules.jam = import ./environments/jam/nixos.nix jam;
      overlays.default = import ./environments/jam/overlay.nix;
      packages = eachSystem (system: jam.${system}.packages);
    };
}
