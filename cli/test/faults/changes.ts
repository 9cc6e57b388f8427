/** Changes of a configuration that take their time or fail, as the bodies of NixOS modules. */

/** So long that a test can act meanwhile, also on a computer that is busy. */
const LONG = 5;

export const SLOW_BUILD = `environment.systemPackages = [ (pkgs.runCommand "slow" { } "sleep ${LONG}; mkdir $out") ];`;
/** Begins late: the way back is armed, and nothing has been activated yet. */
export const LATE_ACTIVATION = `system.preSwitchChecks.late = ''[ "$2" != test ] || sleep ${LONG}'';`;
export const SLOW_ACTIVATION = `system.activationScripts.slow = "sleep ${LONG}";`;
/** Goes on when it is told to, which a boot remembers, and after half a minute. */
export const HELD_ACTIVATION = `system.activationScripts.held = "n=0; until [ -e /var/go-on ] || [ $n = 150 ]; do n=$((n+1)); sleep 0.2; done";`;
/** Between the profile, which is the new system's already, and the boot loader, which is not. */
export const LATE_BOOT_LOADER = `system.preSwitchChecks.late = ''[ "$2" != boot ] || sleep ${LONG}'';`;
export const FAILING_ACTIVATION = `system.activationScripts.broken = "echo no such disk >&2; exit 7";`;
export const FAILING_UNIT = `
  systemd.services.broken = {
    wantedBy = [ "multi-user.target" ];
    serviceConfig.ExecStart = "/does/not/exist";
  };`;
export const FAILING_BUILD = `environment.systemPackages = [ (pkgs.runCommand "broken" { } "echo the compiler gave up; exit 1") ];`;
export const LARGE_BUILD = `environment.systemPackages = [ (pkgs.runCommand "large" { } "head -c 300000000 /dev/zero > $out") ];`;
/** Only a reboot brings it. It is another one each time, or the next trial would find it there. */
export const NEW_KERNEL = `boot.kernelParams = [ "bed.${'${which}'}" ];`;
export const HANGING_KERNEL = `boot.kernelParams = [ "bed.hang" ];`;
export const DEAF_KERNEL = `boot.kernelParams = [ "bed.nonet" ];`;
