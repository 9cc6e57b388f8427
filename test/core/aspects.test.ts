import assert from 'node:assert/strict';
import { Construct, type IConstruct } from 'constructs';
import { App, Aspects, invokeAspects, type IAspect } from '../../src/core';

/** Writes down whom it visits, and does something there. */
class Visitor implements IAspect {
  public constructor(
    private readonly name: string,
    private readonly log: string[],
    private readonly act: (node: IConstruct) => void = () => undefined,
  ) {}

  public visit(node: IConstruct): void {
    this.log.push(`${this.name}:${node.node.path || 'app'}`);
    this.act(node);
  }
}

function tree(): { app: App; a: Construct; b: Construct } {
  const app = new App();
  const a = new Construct(app, 'a');
  new Construct(a, 'inner');
  return { app, a, b: new Construct(app, 'b') };
}

describe('Aspects', () => {
  it('visit the scope and everything below it, parents first, in the order of the program', () => {
    const { app } = tree();
    const log: string[] = [];
    Aspects.of(app).add(new Visitor('x', log));
    invokeAspects(app);
    assert.deepEqual(log, ['x:app', 'x:a', 'x:a/inner', 'x:b']);
  });

  it('come in the order in which they were added, those of outer scopes first', () => {
    const { app, a } = tree();
    const log: string[] = [];
    Aspects.of(a).add(new Visitor('inner', log));
    Aspects.of(app).add(new Visitor('first', log));
    Aspects.of(app).add(new Visitor('second', log));
    invokeAspects(app);
    assert.deepEqual(log, [
      'first:app',
      'second:app',
      'first:a',
      'second:a',
      'inner:a',
      'first:a/inner',
      'second:a/inner',
      'inner:a/inner',
      'first:b',
      'second:b',
    ]);
  });

  it('are listed', () => {
    const { app, a } = tree();
    const aspect = new Visitor('x', []);
    Aspects.of(app).add(aspect);
    assert.deepEqual([Aspects.of(app).all, Aspects.of(a).all], [[aspect], []]);
  });

  it('visit what they add below the construct they are at', () => {
    const { app, b } = tree();
    const log: string[] = [];
    Aspects.of(b).add(new Visitor('x', log, (node) => void (node === b && new Construct(b, 'new'))));
    invokeAspects(app);
    assert.deepEqual(log, ['x:b', 'x:b/new']);
  });

  it('act once on a construct, however often the app is synthesised', () => {
    const { app, a } = tree();
    const log: string[] = [];
    Aspects.of(app).add(new Visitor('x', log));
    invokeAspects(app);
    new Construct(a, 'later');
    log.length = 0;
    invokeAspects(app);
    assert.deepEqual(log, ['x:a/later']);
  });

  it('may be one object in two scopes, and act once all the same', () => {
    const { app, a } = tree();
    const log: string[] = [];
    const aspect = new Visitor('x', log);
    Aspects.of(app).add(aspect);
    Aspects.of(a).add(aspect);
    invokeAspects(app);
    assert.equal(log.length, new Set(log).size);
  });

  describe('added while they visit', () => {
    const adding = (add: (scopes: { app: App; a: Construct; b: Construct }) => IConstruct): string[] => {
      const scopes = tree();
      const log: string[] = [];
      Aspects.of(scopes.app).add(
        new Visitor('x', log, (node) => {
          if (node === scopes.a) Aspects.of(add(scopes)).add(new Visitor('y', log));
        }),
      );
      invokeAspects(scopes.app);
      return log.filter((entry) => entry.startsWith('y'));
    };

    it('visit too, further down and in what comes later', () => {
      assert.deepEqual(
        adding(({ a }) => a.node.findChild('inner')),
        ['y:a/inner'],
      );
      assert.deepEqual(
        adding(({ b }) => b),
        ['y:b'],
      );
    });

    it('visit too at the very construct that is being visited', () =>
      assert.deepEqual(
        adding(({ a }) => a),
        ['y:a', 'y:a/inner'],
      ));

    it('are refused where the visit is over: they would never run', () =>
      assert.throws(() => adding(({ app }) => app), {
        name: 'SynthesisError',
        message:
          /^An aspect was added to test\/core\/aspects\.test\.ts:\d+ \(the app\) by another aspect, after the visit there was over: it would never run\. Add it before synthesis, or to a construct further down\.$/,
      }));
  });

  it('may be added again after an aspect has thrown', () => {
    const { app } = tree();
    let fails = true;
    const log: string[] = [];
    Aspects.of(app).add({
      visit: () => {
        if (fails) throw new Error('out of tune');
      },
    });
    assert.throws(() => invokeAspects(app), /out of tune/);
    fails = false;
    Aspects.of(app).add(new Visitor('x', log));
    invokeAspects(app);
    assert.equal(log.length, 4);
  });
});
