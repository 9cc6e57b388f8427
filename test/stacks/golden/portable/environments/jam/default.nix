# jam: made by studio-cdk from test/stacks/environments.ts. Edits are lost at the next synth.
{
  nixpkgs,
  nixpkgs-unstable,
  system,
}:
let
  inherit (nixpkgs) lib;
  config.allowUnfreePredicate =
    package:
    builtins.elem (lib.getName package) [
      "bitwig-studio6"
      "vital"
    ];
  pkgs = import nixpkgs {
    inherit config system;
  };
  pkgs-unstable = import nixpkgs-unstable {
    inherit config system;
  };

  programs = {
    # Ardour with 4 plugin packages
    ardour = pkgs.callPackage ../../packages/ardour.nix {
      calf = pkgs.calf.override {
        stdenv = pkgs.stdenv;
      };
    };
  }
  // lib.optionalAttrs (system == "x86_64-linux") {
    # Bitwig Studio with 4 plugin packages
    bitwig-studio = pkgs.callPackage ../../packages/bitwig-studio.nix {
      lsp-plugins = pkgs-unstable.lsp-plugins;
    };
  };

  tools = [
    pkgs.alsa-utils
    pkgs.qpwgraph
    pkgs.lsp-plugins
  ];

  # Everything in one package.
  studio = pkgs.buildEnv {
    name = "jam";
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
    clap = lib.concatLists [
      [ pkgs.lsp-plugins ]
      (lib.optionals (system == "x86_64-linux") [ pkgs.vital ])
      [ pkgs-unstable.lsp-plugins ]
    ];
    ladspa = [
      pkgs.lsp-plugins
      pkgs-unstable.lsp-plugins
    ];
    lv2 = [
      pkgs.lsp-plugins
      pkgs.zynaddsubfx
      pkgs.helm
      (pkgs.calf.override {
        stdenv = pkgs.stdenv;
      })
      pkgs-unstable.lsp-plugins
    ];
    lxvst = [ pkgs.helm ];
    vst = lib.concatLists [
      [
        pkgs.lsp-plugins
        pkgs.zynaddsubfx
      ]
      (lib.optionals (system == "x86_64-linux") [ pkgs.vital ])
      [ pkgs-unstable.lsp-plugins ]
    ];
    vst3 = lib.concatLists [
      [ pkgs.lsp-plugins ]
      (lib.optionals (system == "x86_64-linux") [ pkgs.vital ])
      [ pkgs-unstable.lsp-plugins ]
    ];
  };

  # Those that every program of a session sees.
  shared = {
    clap = [ pkgs.lsp-plugins ];
    ladspa = [ pkgs.lsp-plugins ];
    lv2 = [ pkgs.lsp-plugins ];
    vst = [ pkgs.lsp-plugins ];
    vst3 = [ pkgs.lsp-plugins ];
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
in
{
  packages = programs // {
    inherit studio;
    default = studio;
  };

  apps = lib.mapAttrs (_: app) programs // {
    default = app programs.ardour;
  };

  devShells.default = pkgs.mkShellNoCC {
    name = "jam";
    packages = [ studio ];
    shellHook = ''
      export CLAP_PATH="${search plugins "clap"}"
      export LADSPA_PATH="${search plugins "ladspa"}"
      export LV2_PATH="${search plugins "lv2"}"
      export LXVST_PATH="${search plugins "lxvst"}:${search plugins "vst"}"
      export VST3_PATH="${search plugins "vst3"}"
      export VST_PATH="${search plugins "vst"}:${search plugins "lxvst"}"
    '';
  };

  checks = {
    ardour-plugins = pkgs.callPackage ../../packages/ardour-plugins.nix {
      calf = pkgs.calf.override {
        stdenv = pkgs.stdenv;
      };
      wrapped = programs.ardour;
    };
  }
  // lib.optionalAttrs (system == "x86_64-linux") {
    bitwig-studio-plugins = pkgs.callPackage ../../packages/bitwig-studio-plugins.nix {
      lsp-plugins = pkgs-unstable.lsp-plugins;
      wrapped = programs.bitwig-studio;
    };
  };

  sessionVariables = {
    CLAP_PATH = search shared "clap";
    LADSPA_PATH = search shared "ladspa";
    LV2_PATH = search shared "lv2";
    LXVST_PATH = "${search shared "lxvst"}:${search shared "vst"}";
    VST3_PATH = search shared "vst3";
    VST_PATH = "${search shared "vst"}:${search shared "lxvst"}";
  };
}
