import { rankOf } from '../../checks/check';
import type { CheckResult, CheckStatus, Fix } from '../../verdict';
import { html, named, type Markup } from '../markup';
import { plural } from '../words';

/** A sign and a word for each: nobody has to see the colour. */
const SIGNS: Readonly<Record<CheckStatus, readonly [sign: string, word: string]>> = {
  error: ['✕', 'error'],
  warning: ['!', 'warning'],
  pending: ['↻', 'after a reboot'],
  unknown: ['?', 'not seen'],
  info: ['i', 'note'],
  ok: ['✓', 'well'],
  absent: ['–', 'not there'],
};

/** What is well, or is not about this machine: one line for all of them. */
const QUIET: readonly CheckStatus[] = ['ok', 'absent'];

export function checksSection(checks: readonly CheckResult[]): Markup {
  const sorted = [...checks].sort((a, b) => rankOf(a.status) - rankOf(b.status));
  const loud = sorted.filter(({ status }) => !QUIET.includes(status));
  const quiet = sorted.filter(({ status }) => QUIET.includes(status));
  return html`<section aria-labelledby="checks">
    <h2 id="checks">What the machine is set to</h2>
    ${loud.length === 0 ? html`<p>All ${plural(checks.length, 'check')} are well.</p>` : html`<div class="checks">${loud.map(one)}</div>`}${
      quiet.length > 0 &&
      html`<details class="quiet">
        <summary>${plural(quiet.length, 'check')} with nothing to do</summary>
        <div class="checks">${quiet.map(one)}</div>
      </details>`
    }
  </section>`;
}

function one({ id, status, found, meaning, see, fix, withoutFix, title }: CheckResult): Markup {
  const [sign, word] = SIGNS[status];
  return html`<details class="check ${status}">
    <summary>
      <span class="sign" aria-hidden="true">${sign}</span><span class="word">${word}</span> <strong>${title ?? id}</strong
      ><span class="found">${named(found)}</span>
    </summary>
    <div class="more">
      <p>${meaning}</p>
      ${fix && fixes(fix)}${withoutFix && html`<p>${withoutFix}</p>`}
      <dl>
        <dt>See it</dt>
        <dd><code>${see}</code></dd>
      </dl>
    </div>
  </details>`;
}

const fixes = ({ construct, source, option, elsewhere, step }: Fix): Markup =>
  html`<dl>
    ${[
      ['Do', step && html`${step}`],
      ['In the studio', construct && html`<code>${construct}</code>${source && html` <small>${source}</small>`}`],
      ['In NixOS', option && html`<code>${option}</code>`],
      ['Elsewhere', elsewhere && html`<code>${elsewhere}</code>`],
    ].map(([name, what]) =>
      what
        ? html`<dt>${name}</dt>
            <dd>${what}</dd>`
        : undefined,
    )}
  </dl>`;
