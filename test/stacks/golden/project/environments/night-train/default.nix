# night-train: made by studio-cdk from test/stacks/environments.ts. Edits are lost at the next synth.
{ nixpkgs-59b6c96, system }:
let
  inherit (nixpkgs-59b6c96) lib;
  pkgs = nixpkgs-59b6c96.legacyPackages.${system};

  programs = {
    # Lays out the folder of the session
    session = pkgs.callPackage ../../packages/night-train-session.nix {
      samples = {
        room = ../../assets/603a2600a9e7-hardware.nix;
        piano = pkgs.fetchzip {
          url = "https://samples.example/piano.tar.gz";
          hash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        };
        "organ.sf2" = pkgs.fetchurl {
          url = "https://samples.example/organ.sf2";
          hash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        };
      };
    };

    # Ardour with 2 plugin packages
    ardour = pkgs.callPackage ../../packages/ardour.nix { };
  };

  tools = [
    (pkgs.linkFarm "room-samples" {
      "share/samples/room" = ../../assets/603a2600a9e7-hardware.nix;
    })
    (pkgs.linkFarm "piano-samples" {
      "share/samples/piano" = pkgs.fetchzip {
        url = "https://samples.example/piano.tar.gz";
        hash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
      };
    })
    (pkgs.linkFarm "organ.sf2-samples" {
      "share/samples/organ.sf2" = pkgs.fetchurl {
        url = "https://samples.example/organ.sf2";
        hash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
      };
    })
  ];

  # Everything in one package.
  studio = pkgs.buildEnv {
    name = "night-train";
    paths = lib.attrValues programs ++ tools;
    pathsToLink = [
      "/bin"
      "/share"
    ];
    extraOutputsToInstall = [ "man" ];
    ignoreCollisions = true;
  };

  # Plugins by the folder that they are in.
  plugins = {
    lv2 = [
      pkgs.calf
      pkgs.zynaddsubfx
    ];
    vst = [ pkgs.zynaddsubfx ];
  };
  search =
    plugins: format:
    lib.concatMapStrings (plugin: "${plugin}/lib/${format}:") (plugins.${format} or [ ])
    + "$HOME/.${format}";

  app = program: {
    inherit (program) meta;
    type = "app";
    program = lib.getExe program;
  };

  shell = pkgs.mkShellNoCC {
    name = "night-train";
    packages = [ studio ];
    shellHook = ''
      export LV2_PATH="${search plugins "lv2"}"
      export LXVST_PATH="${search plugins "lxvst"}:${search plugins "vst"}"
      export VST_PATH="${search plugins "vst"}:${search plugins "lxvst"}"
    '';
  };

  # Other environments of this flake may have packages of the same names.
  named = lib.mapAttrs' (name: lib.nameValuePair "night-train-${name}");
in
{
  packages = named programs // {
    night-train = studio;
    default = studio;
  };

  apps = named (lib.mapAttrs (_: app) programs) // {
    default = app programs.ardour;
  };

  devShells = {
    night-train = shell;
    default = shell;
  };

  checks = named {
    ardour-plugins = pkgs.callPackage ../../packages/ardour-plugins.nix {
      wrapped = programs.ardour;
    };
  };
}
