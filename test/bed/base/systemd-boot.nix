# The first generation of a machine that systemd-boot starts.
{
  imports = [ ./common.nix ];
  boot.loader.systemd-boot.enable = true;
}
