# The first generation of a machine that GRUB starts.
{
  imports = [ ./common.nix ];
  boot.loader.grub = {
    enable = true;
    device = "/dev/vda";
  };
}
