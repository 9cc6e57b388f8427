# What somebody has who has just installed NixOS: it boots, it has a network and an ssh server.
{
  # No name of its own: the machine has the one that its network gives it.
  networking.hostName = "";
  nixpkgs.hostPlatform = "x86_64-linux";
  services.openssh.enable = true;
  system.stateVersion = "26.05";
}
