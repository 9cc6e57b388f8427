import { type Pkg, toPkg } from './pkg';

/** What there is to say about a program that the catalogue does not know. */
export interface DawProps {
  /**
   * The program to start, a file in the package's `bin`.
   *
   * @default - what the catalogue says, otherwise the package's own `meta.mainProgram`
   */
  readonly program?: string;

  /**
   * Its name as people say it, for comments and messages.
   *
   * @default - what the catalogue says, otherwise the package's name
   */
  readonly title?: string;
}

/**
 * A program that loads plugins: what a `DawHost` installs.
 *
 * @example
 *
 * new DawHost(studio, 'Ardour', { daw: Daw.ARDOUR, plugins: [synths] });
 * new DawHost(studio, 'Mixbus', { daw: Daw.of(Pkg.fromInput(harrison, 'mixbus'), { program: 'mixbus10' }), plugins: [synths] });
 */
export class Daw {
  /** Ardour: recording, editing and mixing. */
  public static readonly ARDOUR = Daw.of('ardour');
  /** Audacity: recording and editing of sound files. nixpkgs builds it without VST3. */
  public static readonly AUDACITY = Daw.of('audacity');
  /** Bespoke: a modular workbench. */
  public static readonly BESPOKE = Daw.of('bespokesynth');
  /** Bitwig Studio, the newest version. Unfree. */
  public static readonly BITWIG_STUDIO = Daw.of('bitwig-studio');
  /** Bitwig Studio 3. Unfree. */
  public static readonly BITWIG_STUDIO_3 = Daw.of('bitwig-studio3');
  /** Bitwig Studio 5. Unfree. */
  public static readonly BITWIG_STUDIO_5 = Daw.of('bitwig-studio5');
  /** Bitwig Studio 6. Unfree. */
  public static readonly BITWIG_STUDIO_6 = Daw.of('bitwig-studio6');
  /** Carla: a rack and a patchbay for plugins. */
  public static readonly CARLA = Daw.of('carla');
  /** Giada: a loop machine for the stage. */
  public static readonly GIADA = Daw.of('giada');
  /** Helio: composing on a piano roll. */
  public static readonly HELIO = Daw.of('helio-workstation');
  /** Hydrogen: a drum machine. */
  public static readonly HYDROGEN = Daw.of('hydrogen');
  /** LMMS: beats and melodies. */
  public static readonly LMMS = Daw.of('lmms');
  /** Luppp: live looping in a grid of clips. */
  public static readonly LUPPP = Daw.of('luppp');
  /** MusE: a MIDI and audio sequencer. */
  public static readonly MUSE = Daw.of('muse');
  /** Non: timeline, mixer and sequencer as programs of their own. */
  public static readonly NON = Daw.of('non');
  /** plugdata: Pure Data with a new face. */
  public static readonly PLUGDATA = Daw.of('plugdata');
  /** Qtractor: audio and MIDI tracks. */
  public static readonly QTRACTOR = Daw.of('qtractor');
  /** REAPER: recording and mixing, light and scriptable. Unfree. */
  public static readonly REAPER = Daw.of('reaper');
  /** Renoise: a tracker. Unfree. */
  public static readonly RENOISE = Daw.of('renoise');
  /** Rosegarden: sequencing around a notation editor. */
  public static readonly ROSEGARDEN = Daw.of('rosegarden');
  /** Tenacity: recording and editing of sound files. */
  public static readonly TENACITY = Daw.of('tenacity');
  /** Zrythm: arranging with automation of everything. */
  public static readonly ZRYTHM = Daw.of('zrythm');

  /**
   * Any other program that loads plugins, or one of those above from another place.
   *
   * @param pkg the name of a package of nixpkgs, or a `Pkg`
   * @param props what the catalogue does not know
   */
  public static of(pkg: string | Pkg, props: DawProps = {}): Daw {
    return new Daw(toPkg(pkg), props);
  }

  /** The package. */
  public readonly pkg: Pkg;

  private constructor(
    pkg: Pkg,
    private readonly props: DawProps,
  ) {
    this.pkg = pkg;
  }

  /** Its name as people say it. */
  public get title(): string {
    return this.props.title ?? this.pkg._entry?.title ?? this.pkg.name;
  }

  /** The program to start; undefined where the package itself says it (`meta.mainProgram`), with its version if need be. */
  public get program(): string | undefined {
    return this.props.program ?? this.pkg._entry?.program;
  }
}
