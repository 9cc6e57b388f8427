/** Where programs with OpenGL find the drivers of the graphics card. */
export enum Graphics {
  /**
   * Where Nix itself looks, `/run/opengl-driver`: NixOS has them there, and so has every Linux whose administrator put them there. Programs that draw
   * without OpenGL need nothing.
   */
  NONE = 'none',
  /**
   * Programs are started by nixGL, which brings drivers that fit them: those of Mesa, for cards by Intel and AMD, and for NVIDIA's with the free driver.
   * On NixOS they are started as ever. The flake gets nixGL as an input.
   */
  HOST = 'host',
}
