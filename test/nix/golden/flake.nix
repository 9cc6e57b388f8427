{
  description = "a studio";
  outputs =
    {
      self,
      nixpkgs,
      musnix,
      ...
    }:
    let
      system = "x86_64-linux";
    in
    {
      nixosConfigurations.studio-laptop = nixpkgs.lib.nixosSystem {
        modules = [
          musnix.nixosModules.musnix
          ./machines/studio-laptop/configuration.nix
        ];
        inherit system;
      };
    };
  small =
    { nixpkgs, musnix, ... }:
    {
      packages = { };
    };
  options =
    {
      a,
      b ? {
        c = 1;
      },
    }:
    x;
}
