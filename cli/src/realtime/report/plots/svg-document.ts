import { escaped } from '../markup';

/**
 * The document that plots are drawn into: as much of the DOM as the plotting library uses, which is less code than loading a whole one, and
 * what comes out is text at once. Positions are rounded to a tenth of a pixel: nobody sees more, and pages are a third smaller.
 */
export class SvgDocument {
  public readonly documentElement = new SvgElement(this, 'svg');
  /** Nobody moves a mouse here. */
  public readonly defaultView = null;

  public createElement(name: string): SvgElement {
    return new SvgElement(this, name);
  }

  public createElementNS(_namespace: string, name: string): SvgElement {
    return new SvgElement(this, name);
  }

  public createTextNode(text: string): SvgText {
    return new SvgText(text);
  }
}

class SvgText {
  public parentNode: SvgElement | null = null;

  public constructor(public data: string) {}

  public get textContent(): string {
    return this.data;
  }

  public set textContent(text: string) {
    this.data = text;
  }

  public get outerHTML(): string {
    return escaped(this.data);
  }
}

type SvgNode = SvgElement | SvgText;

export class SvgElement {
  public readonly namespaceURI = 'http://www.w3.org/2000/svg';
  public readonly style: { setProperty(name: string, value: string): void; removeProperty(name: string): void };
  public parentNode: SvgElement | null = null;
  public childNodes: SvgNode[] = [];
  private readonly attributes = new Map<string, string>();

  public constructor(
    public readonly ownerDocument: SvgDocument,
    public readonly tagName: string,
  ) {
    const styles = new Map<string, string>();
    const write = (): void => this.setAttribute('style', [...styles].map(([name, value]) => `${name}:${value}`).join(';'));
    this.style = {
      setProperty: (name, value) => (styles.set(name, value), write()),
      removeProperty: (name) => (styles.delete(name), write()),
    };
  }

  public setAttribute(name: string, value: unknown): void {
    this.attributes.set(name, String(value));
  }

  public setAttributeNS(_namespace: string, name: string, value: unknown): void {
    this.setAttribute(name, value);
  }

  public getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null;
  }

  public removeAttribute(name: string): void {
    this.attributes.delete(name);
  }

  public appendChild<T extends SvgNode>(node: T): T {
    return this.insertBefore(node, null);
  }

  public insertBefore<T extends SvgNode>(node: T, next: SvgNode | null): T {
    if (node.parentNode) node.parentNode.removeChild(node);
    const at = next === null ? this.childNodes.length : this.childNodes.indexOf(next);
    this.childNodes.splice(at, 0, node);
    node.parentNode = this;
    return node;
  }

  public removeChild(node: SvgNode): void {
    this.childNodes = this.childNodes.filter((child) => child !== node);
    node.parentNode = null;
  }

  public get textContent(): string {
    return this.childNodes.map((child) => child.textContent).join('');
  }

  public set textContent(text: string) {
    this.childNodes = [];
    if (text !== '') this.appendChild(new SvgText(text));
  }

  public get outerHTML(): string {
    const attributes = [...this.attributes].map(([name, value]) => ` ${name}="${escaped(NUMERIC.has(name) ? rounded(value) : value)}"`);
    const inside = this.childNodes.map((child) => child.outerHTML).join('');
    return `<${this.tagName}${attributes.join('')}${inside === '' ? '/>' : `>${inside}</${this.tagName}>`}`;
  }
}

const NUMERIC: ReadonlySet<string> = new Set(['d', 'transform', 'x', 'x1', 'x2', 'y', 'y1', 'y2', 'cx', 'cy', 'width', 'height', 'points']);

const rounded = (value: string): string =>
  value.replaceAll(/-?\d+\.\d{2,}(e-?\d+)?/g, (digits) => String(Math.round(Number(digits) * 10) / 10));
