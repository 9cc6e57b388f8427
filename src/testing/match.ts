import { ArrayWith } from './collections';
import { badPattern } from './errors';
import { exactExpectation, expectation } from './expectation';
import type { Matcher } from './matcher';
import { Absent, AnyValue, NixCode, Not, SerializedJson, StringLike } from './matchers';

/**
 * What a value is compared with, where plain equality is not what is meant. Matchers may stand anywhere inside of an expected value, and inside of
 * each other.
 *
 * @example
 *
 * template.hasOption('users.users.alice', { extraGroups: Match.arrayWith(['audio']), hashedPassword: Match.absent() });
 */
export class Match {
  /**
   * Anything, as long as it is set. It fits also where only Nix knows the value.
   */
  public static anyValue(): Matcher {
    return new AnyValue();
  }

  /**
   * Nothing: the option, or the entry of a set, is not there.
   */
  public static absent(): Matcher {
    return new Absent();
  }

  /**
   * A list that has these items, and perhaps others, in any order: NixOS joins the lists of all constructs, and which come first seldom matters.
   *
   * @param items values or matchers, each of which needs an item of its own
   */
  public static arrayWith(items: any[]): Matcher {
    return new ArrayWith(items.map(expectation));
  }

  /**
   * A list with just these items, in this order. A plain array is compared in this way too.
   *
   * @param items values or matchers
   */
  public static arrayEquals(items: any[]): Matcher {
    return expectation(items);
  }

  /**
   * A set that has these entries, and perhaps others. A plain object is compared in this way too, and so are the objects in it.
   *
   * @param entries names and values or matchers
   */
  public static objectLike(entries: { [name: string]: any }): Matcher {
    return expectation(entries);
  }

  /**
   * A set with just these entries; the objects in it, also those in lists, are compared in the same way.
   *
   * @param entries names and values or matchers
   */
  public static objectEquals(entries: { [name: string]: any }): Matcher {
    return exactExpectation(entries);
  }

  /**
   * A text in which a regular expression is found.
   *
   * @param pattern the source of the expression, such as `^preempt=`; anchors are yours to write
   * @throws when it is no regular expression
   */
  public static stringLikeRegexp(pattern: string): Matcher {
    return new StringLike(regexp(pattern));
  }

  /**
   * A text that is JSON, and whose content fits: for programs that are configured with JSON.
   *
   * @param content a value or a matcher for what the text stands for
   */
  public static serializedJson(content: any): Matcher {
    return new SerializedJson(expectation(content));
  }

  /**
   * An expression of the Nix language, compared by its code; how it is laid out makes no difference. A `Nix` is compared in this way too.
   *
   * @param code such as `pkgs.linuxPackages_6_12`
   */
  public static nix(code: string): Matcher {
    return new NixCode(code);
  }

  /**
   * Anything that does not fit. Something that is not there at all does not fit, unless `absent()` is negated.
   *
   * @param pattern a value or a matcher
   */
  public static anythingBut(pattern: any): Matcher {
    return new Not(expectation(pattern));
  }
}

function regexp(pattern: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch (error) {
    throw badPattern(pattern, (error as Error).message);
  }
}
