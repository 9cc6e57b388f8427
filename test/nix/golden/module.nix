# studio-laptop: made by studio-cdk.
# Edits are lost.
{ lib, pkgs, ... }:
{
  imports = [
    ./hardware.nix

    # studio-laptop: the machine itself
    {
      a = 1;
    }

    # two
    # lines
    (./. + "/we ird.nix")
  ];
  boot.kernel.sysctl."vm.swappiness" = lib.mkForce 10;
  boot.kernelParams = [
    "preempt=full"
    "threadirqs"
  ];
  environment.systemPackages = [ pkgs.ardour ];
  environment.etc = { };
  security.pam.loginLimits = [ ];
  musnix.rtirq = lib.mkIf cfg.enable {
    enable = true;
  };
  nixpkgs.overlays = [
    (final: prev: {
      calf = prev.calf.override {
        jackSupport = true;
      };
    })
  ];
  programs.a = lib.mkDefault [
    "usb"
    "snd"
  ];
  programs.b = lib.mkIf cfg.enable (
    lib.mkMerge [
      {
        a = 1;
      }
    ]
  );
  programs.c = pkgs.ardour.overrideAttrs (old: {
    version = "8.12";
  });
  programs.d = if x then 48000 else 44100;
  programs.e =
    if x then
      {
        rate = 48000;
      }
    else
      { };
  programs.f =
    if x then
      1
    else if cfg then
      2
    else
      3;
  programs.g = x ++ [
    pkgs.calf
    pkgs.helm
  ];
  programs.h = lib.mkEnableOption "the studio" // {
    default = true;
  };
  programs.i = with pkgs; [
    calf
    helm
  ];
  # starts the server
  systemd.services."jack@alice".script = ''
    set -e
    jackd -d alsa
  '';
}
