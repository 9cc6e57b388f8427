# A module of the user's own: copied as it is.
{ lib, ... }:
{
  boot.kernelParams = lib.mkAfter [ "panic=10" ];
}
