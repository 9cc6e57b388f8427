/** What a musician sees after the machine has started, with a login screen that belongs to it. Needs NixOS 25.11 or newer. */
export enum Desktop {
  /** None is set here: a text console, or whatever another module says. */
  NONE = 'none',
  /** KDE Plasma 6 on Wayland, with SDDM. */
  PLASMA = 'plasma',
  /** GNOME on Wayland, with GDM. */
  GNOME = 'gnome',
  /** Xfce on X11, with LightDM: the lightest, and the one that old plugin windows like best. */
  XFCE = 'xfce',
}

const OPTIONS: Readonly<Record<Desktop, readonly string[]>> = {
  [Desktop.NONE]: [],
  [Desktop.PLASMA]: [
    'services.desktopManager.plasma6.enable',
    'services.displayManager.sddm.enable',
    'services.displayManager.sddm.wayland.enable', // SDDM refuses to start without X11 otherwise
  ],
  [Desktop.GNOME]: ['services.desktopManager.gnome.enable', 'services.displayManager.gdm.enable'],
  [Desktop.XFCE]: [
    'services.xserver.enable',
    'services.xserver.desktopManager.xfce.enable',
    'services.xserver.displayManager.lightdm.enable',
  ],
};

/** The options that switch a desktop on. */
export const desktopOptions = (desktop: Desktop): readonly string[] => OPTIONS[desktop];
